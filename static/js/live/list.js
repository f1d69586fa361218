// The list of the page, in step with the map: its rows choose, and what is chosen is marked in it. And that of the map itself.

export class List {
  /** `onChoose(id, opener)` when a row is to be shown on the map; until `signal` says it is over. */
  constructor(onChoose, signal) {
    this.rows = new Map([...document.querySelectorAll("[data-village]")].map((row) => [row.dataset.village, row]));
    for (const [id, row] of this.rows) {
      row.querySelector(".draw")?.addEventListener(
        "click",
        (event) => {
          if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          onChoose(id, event.currentTarget);
        },
        { signal },
      );
    }
  }

  has(id) {
    return this.rows.has(id);
  }

  mark(id) {
    for (const [own, row] of this.rows) {
      const is = own === id;
      row.classList.toggle("sought", is);
      const [name, draw] = [row.querySelector(".place-name"), row.querySelector(".draw")];
      if (is) name.setAttribute("aria-current", "true");
      else name.removeAttribute("aria-current");
      draw?.toggleAttribute("hidden", is);
    }
  }

  /** Brings the row of a village into sight; `andFocus` where a reader asked to go there. */
  show(id, andFocus) {
    const row = this.rows.get(id);
    row?.scrollIntoView({ block: andFocus ? "center" : "nearest" });
    if (andFocus) row?.querySelector(".place-name").focus({ preventScroll: true });
  }
}

/** Fills the list of the map with all that can be drawn on it, by towns. */
export function fillPick(select, { villages, towns }) {
  const ids = Object.keys(villages).filter((id) => villages[id].at);
  const group = (label, own) => {
    const made = Object.assign(document.createElement("optgroup"), { label });
    made.append(...own.map((id) => new Option(villages[id].name.text, id)));
    if (own.length) select.append(made);
  };
  for (const town of towns) group(town.name.text, ids.filter((id) => villages[id].town === town.id));
  group(select.dataset.rest, ids.filter((id) => !towns.some((town) => town.id === villages[id].town)));
}
