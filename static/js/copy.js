/** Adds a button that copies the text of each [data-copy], where the browser lets us. */
export function addCopyButtons() {
  // Browsers have it over TLS and on the own machine only.
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent.trim());
        button.textContent = text.dataset.copied;
      } catch {
        // It was refused: what is selected can be copied by hand.
        getSelection().selectAllChildren(text);
      }
      setTimeout(() => (button.textContent = text.dataset.copy), 2000);
    });
    text.after(button);
  }
}
