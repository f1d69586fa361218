// The land as the drawing of the page has it: its rivers and words are read there, so that both maps are of one hand.
import Feature from "ol/Feature.js";
import LineString from "ol/geom/LineString.js";
import MultiLineString from "ol/geom/MultiLineString.js";
import Polygon, { fromExtent } from "ol/geom/Polygon.js";
import { buffer } from "ol/extent.js";
import { fromLonLat, transformExtent } from "ol/proj.js";

/** The land of a page: `extent` of its frame in the map's metres, `rivers` and `sheet` as features, `words`. */
export function readLand(svg, { frame }) {
  const [west, south, across, up] = frame;
  const { width, height } = svg.viewBox.baseVal;
  // The drawing is plate carrée (templates/README.md, "The map").
  const place = (x, y) => fromLonLat([west + (x / width) * across, south + (1 - y / height) * up]);
  const extent = transformExtent([west, south, west + across, south + up], "EPSG:4326", "EPSG:3857");
  return { extent, unit: (extent[2] - extent[0]) / width, rivers: rivers(svg, place), sheet: sheet(extent), words: words(svg, place) };
}

function rivers(svg, place) {
  return [...svg.querySelectorAll("path.bank")].map((path) => {
    const lines = path.getAttribute("d").split("M").slice(1);
    const points = (line) => line.split("L").map((point) => place(...point.split(" ").map(Number)));
    const river = new Feature(new MultiLineString(lines.map((line) => new LineString(points(line)))));
    river.set("river", ["fen", "yellow-braid"].find((id) => path.classList.contains(id)) ?? "yellow");
    return river;
  });
}

/** What lies beyond the frame is covered: the rivers end somewhere out there. */
function sheet(extent) {
  const rest = fromExtent(buffer(extent, 4e5));
  rest.appendLinearRing(fromExtent(extent).getLinearRing(0));
  return new Feature(new Polygon(rest.getCoordinates()));
}

/** The names of rivers, hills and neighbours. */
function words(svg, place) {
  return [...svg.querySelectorAll(".wide :is(.river, .hills, .beyond)")].map((text) => {
    const turned = /translate\(([\d.-]+) ([\d.-]+)\) rotate\(([\d.-]+)\)/.exec(text.getAttribute("transform") ?? "");
    const [x, y] = turned ? turned.slice(1, 3) : [text.getAttribute("x"), text.getAttribute("y")];
    const size = Number(text.getAttribute("font-size"));
    // Words of the drawing stand on their line, these around their middle.
    const middle = turned ? [Number(x), Number(y)] : [Number(x), Number(y) - size * 0.35];
    return { kind: text.classList[0], text: text.textContent, at: place(...middle), turn: turned ? (Number(turned[3]) * Math.PI) / 180 : 0 };
  });
}
