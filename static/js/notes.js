/** Opens what a mark leads to, a source, a note or a term, beside it instead of leaving the line; a second press goes to the list of sources. */
export function openNotesInPlace() {
  let open = null;
  const close = () => {
    open?.note.remove();
    open?.mark.removeAttribute("aria-expanded");
    open = null;
  };
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".note-mark, .term");
    if (!mark) {
      if (!event.target.closest?.(".note-open")) close();
      return;
    }
    const again = open?.mark === mark;
    close();
    const source = document.getElementById(mark.hash.slice(1));
    if (again || !source) return;
    event.preventDefault();
    const note = document.createElement("div");
    note.className = "note-open";
    note.setAttribute("role", "note");
    for (const part of source.querySelectorAll(".citation, .url, .note, .note-text")) {
      const line = document.createElement("div");
      line.className = part.className;
      line.lang = part.lang;
      // It stands in this very page, as the server has made it safe; nothing else may come in by this way.
      line.innerHTML = part.innerHTML;
      // The arrows back would lead to where the reader is.
      for (const back of line.querySelectorAll(".backs, .back")) back.remove();
      note.append(line);
    }
    mark.setAttribute("aria-expanded", "true");
    mark.after(note);
    open = { mark, note };
    place(note, mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const { mark } = open;
    close();
    mark.focus();
  });
}

function place(note, mark) {
  const parent = note.offsetParent ?? document.body;
  const origin = parent.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth - note.offsetWidth - 16;
  // Set by script, this is no inline style, which the content policy forbids.
  note.style.left = `${Math.max(16, Math.min(at.left, room)) - origin.left}px`;
  note.style.top = `${at.bottom + 6 - origin.top}px`;
}
