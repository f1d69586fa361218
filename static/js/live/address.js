// What is seen stands in the address: the view behind `#map=` (zoom/latitude/longitude), the village as `?at=`, the filters as ever.
import { fromLonLat, toLonLat } from "ol/proj.js";

/** `{ zoom, center }` that the address names, center in the map's metres; else nothing. */
export function viewOf(hash) {
  const found = /^#map=([\d.]+)\/(-?[\d.]+)\/(-?[\d.]+)$/.exec(hash.replace(/%2f/gi, "/"));
  if (!found) return null;
  const [zoom, lat, lon] = found.slice(1).map(Number);
  return zoom <= 30 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, center: fromLonLat([lon, lat]) } : null;
}

export function villageOf(search) {
  return new URLSearchParams(search).get("at");
}

/** Writes both into the address; without a view, it is that of the page alone. */
export function write(view, village) {
  const address = new URL(location.href);
  if (village) address.searchParams.set("at", village);
  else address.searchParams.delete("at");
  address.hash = view ? hashOf(view) : "";
  const text = address.href.replace(/#$/, "");
  if (text !== location.href) history.replaceState(history.state, "", text);
  keepOnTheWay(view ? address.hash : "");
}

function hashOf(view) {
  const [lon, lat] = toLonLat(view.getCenter());
  return `map=${view.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

/** Whoever filters or turns over the list comes back to the same view. */
function keepOnTheWay(hash) {
  const form = document.querySelector("form.filters");
  if (form) form.action = form.action.replace(/#.*$/, "") + hash;
  for (const link of document.querySelectorAll(".filters a, .pages a")) link.hash = hash;
}
