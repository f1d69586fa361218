// Fetched when a reader asks for it: the live map of the map page. OpenLayers moves and draws it; what stands on it, its keys and
// its buttons are ours.
import { LiveMap } from "./live/map.js";

/**
 * Opens the map after `way`, the part of the page with the button, from the template of the page; `isAsked` where somebody
 * pressed it, whom the focus follows. What it returns is settled when the map is closed again.
 */
export function openMap(way, isAsked) {
  const section = document.getElementById("live-map").content.firstElementChild.cloneNode(true);
  const data = JSON.parse(document.getElementById("live-data").textContent);
  const drawing = document.querySelector("figure.map svg");
  const column = way.parentElement;
  way.after(section);
  column.classList.add("is-live");
  let map;
  try {
    map = new LiveMap(section, data, drawing);
  } catch (error) {
    section.remove();
    column.classList.remove("is-live");
    throw error;
  }
  if (isAsked) {
    section.querySelector(".live-view").focus({ preventScroll: true });
    section.scrollIntoView({ block: "nearest" });
  }
  return map.closed.then(() => {
    section.remove();
    column.classList.remove("is-live");
  });
}
