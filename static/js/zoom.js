// Fetched when a reader asks to look closer: OpenSeadragon brings and draws the tiles, the buttons and keys are ours.
import OpenSeadragon from "openseadragon";

const STEP = 1.5;
const STRIDE_PX = 90;
const PATIENCE_MS = 20_000;

/** Shows the picture of an image service (IIIF Image API 3.0) in the dialog; fails if the service does not answer. */
export async function look(dialog, { image, address }, region) {
  const answer = await fetch(`${image}/info.json`, { signal: AbortSignal.timeout?.(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${image}/info.json answers ${answer.status}`);
  const info = await answer.json();
  // Wherever the archive says it stands, its tiles come from where the page came from.
  info.id = location.origin + image;
  // The reader may have closed it while this was fetched.
  if (dialog.open) await new Closer(dialog, address).open(info, region);
}

class Closer {
  constructor(dialog, address) {
    this.dialog = dialog;
    this.address = address;
    this.part = (name) => dialog.querySelector(name);
    this.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.acts = {
      in: () => this.zoom(STEP),
      out: () => this.zoom(1 / STEP),
      whole: () => this.whole(),
      full: () => this.full(),
      left: () => this.turn(-90),
      right: () => this.turn(90),
      copy: () => this.copy(),
    };
    this.keys = {
      "+": this.acts.in,
      "=": this.acts.in,
      "-": this.acts.out,
      _: this.acts.out,
      0: this.acts.whole,
      1: this.acts.full,
      r: this.acts.right,
      R: this.acts.left,
      ArrowLeft: () => this.move(-STRIDE_PX, 0),
      ArrowRight: () => this.move(STRIDE_PX, 0),
      ArrowUp: () => this.move(0, -STRIDE_PX),
      ArrowDown: () => this.move(0, STRIDE_PX),
    };
  }

  open(info, region) {
    const viewer = (this.viewer = makeViewer(this.part(".zoom-view"), this.still));
    this.port = viewer.viewport;
    this.dialog.addEventListener("close", () => viewer.destroy());
    // What is missing is filled by the picture beneath, only less sharp.
    viewer.addHandler("tile-load-failed", () => this.say("partly"));
    viewer.addHandler("zoom", () => this.tell());
    viewer.addHandler("resize", () => {
      const whole = this.isWhole;
      // Once OpenSeadragon has done with it: it keeps the scale, whatever that comes to in the new window.
      queueMicrotask(() => this.bound(whole));
    });
    return new Promise((resolve, reject) => {
      viewer.addOnceHandler("open-failed", ({ message }) => reject(new Error(message)));
      viewer.addOnceHandler("open", () => {
        this.image = viewer.world.getItemAt(0);
        this.begin(region);
        resolve();
      });
      viewer.open({ tileSource: info, width: 1 });
    });
  }

  begin(region) {
    this.bound(true);
    if (region) this.showRegion(region);
    this.layUnder();
    this.tell();
    for (const button of this.dialog.querySelectorAll("[data-act]")) {
      const act = this.acts[button.dataset.act];
      if (act) button.addEventListener("click", act);
    }
    const listening = new AbortController();
    const onKey = (event) => {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : this.keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    // On the document, since after a press on the picture nothing in the dialog may have the focus.
    document.addEventListener("keydown", onKey, { signal: listening.signal });
    this.dialog.addEventListener("close", () => listening.abort());
    // Until now the tools had nothing to act on.
    this.part(".zoom-tools").removeAttribute("inert");
  }

  /** Puts what the page shows already beneath the tiles, so that no part is ever blank. */
  layUnder() {
    const under = this.part(".zoom-under");
    const done = () => under.remove();
    const source = { type: "image", url: under.src, buildPyramid: false };
    // Removed a little after, so that it is never away before its like is drawn.
    this.viewer.addTiledImage({ tileSource: source, index: 0, width: 1, success: () => setTimeout(done, 200), error: done });
  }

  /** The smallest scale is that of the whole picture, however it is turned. */
  bound(showWhole) {
    if (!this.image) return;
    this.port.minZoomLevel = this.wholeZoom();
    if (showWhole) this.whole(true);
  }

  wholeZoom() {
    const { x: width, y: height } = this.image.getContentSize();
    const room = this.port.getContainerSize();
    // The rotation it is on its way to, not the one of this moment.
    const lies = this.port.getRotation() % 180 !== 0;
    return this.image.imageToViewportZoom(Math.min(room.x / (lies ? height : width), room.y / (lies ? width : height)));
  }

  whole(atOnce = this.still) {
    this.port.panTo(this.image.getBounds().getCenter(), atOnce);
    this.port.zoomTo(this.wholeZoom(), null, atOnce);
  }

  full() {
    this.port.zoomTo(this.image.imageToViewportZoom(1), null, this.still);
    this.port.applyConstraints(this.still);
  }

  zoom(factor) {
    this.port.zoomBy(factor, null, this.still);
    this.port.applyConstraints(this.still);
  }

  move(right, down) {
    this.port.panBy(this.port.deltaPointsFromPixels(new OpenSeadragon.Point(right, down)), this.still);
    this.port.applyConstraints(this.still);
  }

  turn(degrees) {
    const whole = this.isWhole;
    this.port.rotateBy(degrees, this.still);
    this.port.minZoomLevel = this.wholeZoom();
    if (whole) this.whole();
    else this.port.applyConstraints(this.still);
    this.tell();
  }

  showRegion({ left, top, width, height }) {
    const place = this.image.imageToViewportRectangle(left, top, width, height);
    this.port.fitBounds(place, true);
    const element = document.createElement("div");
    element.className = "zoom-region";
    this.viewer.addOverlay({ element, location: place });
  }

  /** The part of the picture that is to be seen, in its pixels. */
  seen() {
    const { x: width, y: height } = this.image.getContentSize();
    const seen = this.image.viewportToImageRectangle(this.port.getBounds()).getBoundingBox();
    const [left, top] = [Math.max(0, Math.round(seen.x)), Math.max(0, Math.round(seen.y))];
    return [left, top, Math.min(width, Math.round(seen.x + seen.width)) - left, Math.min(height, Math.round(seen.y + seen.height)) - top];
  }

  async copy() {
    const hash = `#xywh=${this.seen().join(",")}`;
    try {
      await navigator.clipboard.writeText(location.origin + this.address + hash);
      this.say("copied");
    } catch {
      // Where a page may not write to the clipboard, the address bar can still be copied from.
      history.replaceState(null, "", this.address + hash);
      this.say("addressed");
    }
  }

  /** Says at what scale the picture is seen; once it has come to rest, also to those who cannot see it. */
  tell() {
    if (!this.image) return;
    const [zoom, least, most] = [this.port.getZoom(), this.port.getMinZoom(), this.port.getMaxZoom()];
    this.isWhole = zoom <= least * 1.01;
    const idle = { out: this.isWhole, whole: this.isWhole, in: zoom >= most * 0.99 };
    for (const [act, is] of Object.entries(idle)) this.part(`[data-act=${act}]`).setAttribute("aria-disabled", is);
    const level = this.part("output");
    const text = level.dataset.level.replace("{}", Math.round(this.image.viewportToImageZoom(zoom) * 100));
    // A screen reader would speak every step of an animation.
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (level.textContent = text), 150);
  }

  say(what) {
    const said = this.part(".zoom-said");
    said.textContent = said.dataset[what];
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (said.textContent = ""), 4000);
  }
}

function makeViewer(element, still) {
  withoutStyleElement();
  return OpenSeadragon({
    element,
    drawer: "canvas",
    // The keys are ours and work in the whole dialog: the canvas is no stop for Tab.
    tabIndex: "",
    showNavigationControl: false,
    keyboardNavEnabled: false,
    // The picture beneath (`layUnder`) is a second one; scales are asked of `this.image`, not of the viewport.
    silenceMultiImageWarnings: true,
    visibilityRatio: 1,
    maxZoomPixelRatio: 4,
    animationTime: still ? 0 : 0.6,
    springStiffness: 8,
    immediateRender: still,
    imageLoaderLimit: 6,
    tileRetryMax: 2,
    gestureSettingsTouch: { flickEnabled: !still },
  });
}

/**
 * OpenSeadragon writes a style element, which the content policy forbids, unless it finds its own there: it finds one
 * that is of no namespace, and so no style at all.
 */
function withoutStyleElement() {
  if (document.querySelector("style[data-openseadragon-mobile-css]")) return;
  const unstyled = document.createElementNS(null, "style");
  unstyled.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(unstyled);
}
