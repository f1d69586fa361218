/** Lets a reader open the live map in place of the drawn one: by its button, or because the address names a view of it (`#map=…`). What draws it is fetched only then. */
export function addLiveMap() {
  const way = document.querySelector("[data-live]");
  if (!way) return;
  const button = way.querySelector("button");
  const failed = way.querySelector("[role=status]");
  let opening;

  async function open(isAsked) {
    if (opening) return;
    opening = true;
    failed.textContent = "";
    button.setAttribute("aria-busy", "true");
    try {
      const { openMap } = await import(way.dataset.live);
      const closed = openMap(way, isAsked);
      way.hidden = true;
      await closed;
      way.hidden = false;
      button.focus({ preventScroll: true });
    } catch (error) {
      console.warn(error);
      way.hidden = false;
      failed.textContent = failed.dataset.text;
    } finally {
      button.removeAttribute("aria-busy");
      opening = false;
    }
  }

  // Whoever points at it is about to press it.
  const expect = () => document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: way.dataset.live }));
  button.addEventListener("pointerdown", expect, { once: true });
  const isNamed = () => location.hash.startsWith("#map=");
  button.hidden = false;
  button.addEventListener("click", () => open(true));
  addEventListener("hashchange", () => isNamed() && open(false));
  if (isNamed()) open(false);
}
