/** A press on a paragraph's number copies its reference and its address, beside going there. */
export function copyParagraphs() {
  const text = document.querySelector("[data-para-copied]");
  if (!text || !navigator.clipboard) return;
  const said = document.createElement("p");
  said.className = "para-said";
  said.setAttribute("role", "status");
  text.before(said);
  text.addEventListener("click", async (event) => {
    const mark = event.target.closest?.(".para-number");
    if (!mark) return;
    const id = mark.hash.slice(1);
    try {
      const answer = await fetch(`${location.pathname}.gbt7714.txt?paragraph=${encodeURIComponent(id)}`);
      if (!answer.ok) return;
      const reference = (await answer.text()).trim();
      await navigator.clipboard.writeText(reference);
      said.textContent = `${text.dataset.paraCopied}${reference}`;
      said.style.top = `${mark.closest(".para").offsetTop + mark.offsetHeight + 4}px`;
      said.classList.add("shown");
      clearTimeout(said.timer);
      said.timer = setTimeout(() => said.classList.remove("shown"), 6000);
    } catch {
      // The number is a link all the same.
    }
  });
}
