// The window on the land: how far it goes, and how hands, wheel and keys move it.
import Map from "ol/Map.js";
import View from "ol/View.js";
import { buffer, getWidth } from "ol/extent.js";
import DoubleClickZoom from "ol/interaction/DoubleClickZoom.js";
import DragPan from "ol/interaction/DragPan.js";
import KeyboardPan from "ol/interaction/KeyboardPan.js";
import KeyboardZoom from "ol/interaction/KeyboardZoom.js";
import MouseWheelZoom from "ol/interaction/MouseWheelZoom.js";
import PinchZoom from "ol/interaction/PinchZoom.js";
import { getPointResolution } from "ol/proj.js";

/** The scale is drawn no longer than this, pixels. */
const SCALE_PX = 110;

/**
 * A map in `element`. While it stands in a page that is scrolled, one finger and the wheel are the page's: two fingers move it, the wheel
 * once it has the focus; `isFilled()` says when it is all there is, `onFinger` is told of a finger that moves nothing.
 */
export function makeMap(element, layers, extent, { isFilled, onFinger }) {
  const hasWheel = (event) => isFilled() || document.activeElement === element || event.originalEvent.ctrlKey;
  const mayDrag = function (event) {
    if (event.originalEvent.pointerType !== "touch" || isFilled()) return true;
    const both = this.getPointerCount() > 1;
    if (!both) onFinger();
    return both;
  };
  const map = new Map({
    target: element,
    layers,
    controls: [],
    keyboardEventTarget: element,
    interactions: [
      new DragPan({ condition: mayDrag }),
      new PinchZoom(),
      new DoubleClickZoom({ duration: still() ? 0 : 250 }),
      new MouseWheelZoom({ condition: hasWheel }),
      new KeyboardPan({ duration: still() ? 0 : 100, pixelDelta: 90 }),
      new KeyboardZoom({ duration: still() ? 0 : 100, delta: 0.5 }),
    ],
    view: new View({ extent: buffer(extent, getWidth(extent) * 0.03), showFullExtent: true, enableRotation: false, constrainResolution: false, maxZoom: 15.5 }),
  });
  map.getView().fit(extent);
  return map;
}

/** Whether nothing is to move by itself. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** How long a scale of round kilometres or metres is at the middle of a view: `{ metres, px }`. */
export function scaleOf(view) {
  const ground = getPointResolution("EPSG:3857", view.getResolution(), view.getCenter());
  const most = SCALE_PX * ground;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most);
  return { metres, px: metres / ground };
}
