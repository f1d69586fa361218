/** A press on a paragraph's number copies its reference and its address, beside going there. */
export function copyParagraphs() {
  const text = document.querySelector("[data-para-copied]");
  if (!text || !navigator.clipboard) return;
  const said = document.createElement("p");
  said.className = "para-said";
  said.setAttribute("role", "status");
  // Before it says anything: a screen reader passes over a status that comes with its words.
  text.before(said);
  text.addEventListener("click", async (event) => {
    const mark = event.target.closest?.(".para-number");
    if (!mark) return;
    const id = mark.hash.slice(1);
    try {
      const reference = referenceTo(id);
      await copySoon(reference);
      said.textContent = `${text.dataset.paraCopied}${await reference}`;
      said.style.top = `${mark.closest(".para").offsetTop + mark.offsetHeight + 4}px`;
      said.classList.add("shown");
      clearTimeout(said.timer);
      said.timer = setTimeout(() => said.classList.remove("shown"), 6000);
    } catch {
      // The number is a link all the same.
    }
  });
}

async function referenceTo(id) {
  // The path has the revision, where the page is of one: what is read is what is cited.
  const answer = await fetch(`${location.pathname}.gbt7714.txt?paragraph=${encodeURIComponent(id)}`);
  if (!answer.ok) throw new Error(`no reference: ${answer.status}`);
  return (await answer.text()).trim();
}

/** WebKit lets a page write only in the press itself: it is given the promise, and waits. */
async function copySoon(words) {
  if (!globalThis.ClipboardItem) return navigator.clipboard.writeText(await words);
  const text = words.then((words) => new Blob([words], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
}
