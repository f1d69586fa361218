/**
 * Lets a reader look closer at the picture of a photo page: in a window of its own, from a press on the picture or its
 * button, or because the address names a region (`#xywh=…`). What shows the tiles is fetched only then.
 */
export function addCloser() {
  const plate = document.querySelector("[data-zoom]");
  if (!plate) return;
  const [link, button] = ["a", "button"].map((part) => plate.querySelector(part));
  const failed = document.querySelector(".closer-failed");
  let dialog;

  async function open(opener, region) {
    dialog?.close();
    failed.textContent = "";
    // What follows waits, and another may be open by then: it goes on with its own.
    const mine = (dialog = document.getElementById("closer").content.firstElementChild.cloneNode(true));
    const small = link.querySelector("picture img");
    const under = new Image();
    under.className = "zoom-under";
    under.alt = "";
    // The form that the browser has chosen is there already, and costs nothing.
    under.src = small.currentSrc || small.src;
    mine.querySelector(".zoom-view").append(under);
    mine.querySelector("[data-act=close]").addEventListener("click", () => mine.close());
    mine.addEventListener("close", () => {
      mine.remove();
      // Who came by an address has pressed nothing.
      (opener ?? button).focus({ preventScroll: true });
    });
    document.body.append(mine);
    mine.showModal();
    try {
      const { look } = await import(plate.dataset.zoom);
      await look(mine, plate.dataset, region);
    } catch (error) {
      console.warn(error);
      if (!mine.open) return;
      mine.close();
      failed.textContent = failed.dataset.text;
      // Whoever asked gets what the link gives; whoever only came by an address stays where they are.
      if (opener) setTimeout(() => location.assign(link.href), 1500);
    }
  }

  function openRegion() {
    const region = regionOf(location.hash, plate.dataset);
    if (region) open(null, region);
  }

  button.hidden = false;
  button.addEventListener("click", () => open(button));
  link.addEventListener("click", (event) => {
    // Otherwise the link does what links do: a new tab, a new window, a download.
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
  addEventListener("hashchange", openRegion);
  openRegion();
}

/** `#xywh=x,y,w,h`, in pixels or per cent, within the picture (Media Fragments URI 1.0, 4.2.2); else nothing. */
function regionOf(hash, { width, height }) {
  // Some programs escape the colon and the commas when they pass an address on.
  const found = /[#&]xywh=(pixel:|percent:)?([\d.]+),([\d.]+),([\d.]+),([\d.]+)(?:&|$)/.exec(hash.replace(/%3a/gi, ":").replace(/%2c/gi, ","));
  if (!found) return null;
  const [across, down] = found[1] === "percent:" ? [width / 100, height / 100] : [1, 1];
  const [left, top] = [found[2] * across, found[3] * down];
  const [w, h] = [Math.min(found[4] * across, width - left), Math.min(found[5] * down, height - top)];
  return w >= 1 && h >= 1 ? { left, top, width: w, height: h } : null;
}
