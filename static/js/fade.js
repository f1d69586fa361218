/** Lets a picture that is still on its way appear softly over its placeholder. */
export function fadeIn() {
  for (const image of document.querySelectorAll(".picture picture img")) {
    if (image.complete) continue;
    image.dataset.loading = "";
    const show = () => {
      delete image.dataset.loading;
      image.dataset.loaded = "";
    };
    image.addEventListener("load", show, { once: true });
    // A picture that does not come must not stay hidden: its text stands in its place.
    image.addEventListener("error", show, { once: true });
  }
}
