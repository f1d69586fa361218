// The layers of the live map: the land beneath, what the archive knows of it, and where the reader is.
import Feature from "ol/Feature.js";
import Point from "ol/geom/Point.js";
import { circular } from "ol/geom/Polygon.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import Fill from "ol/style/Fill.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";

/** Widths of the drawing's lines in its units (css/map.css): bank, bed. */
const WIDTHS = { yellow: [17, 14.4], fen: [8.5, 6.2], "yellow-braid": [5, 3] };
const FORT = "M12.5 26H6V6h20v20h-6.5M3 3h6v6H3zM23 3h6v6h-6zM23 23h6v6h-6zM3 23h6v6H3z";

/** A layer of its own with features that may change. */
function layer(style, features = []) {
  return new VectorLayer({ source: new VectorSource({ features }), style, renderBuffer: 300 });
}

/** Rivers, and the paper around the sheet. */
export function landLayers(land, lettering) {
  const rivers = (feature, resolution) => {
    const { colours } = lettering;
    const [bank, bed] = WIDTHS[feature.get("river")].map((width) => Math.max(1.4, (width * land.unit) / resolution));
    const flow = feature.get("river") !== "yellow-braid" && bed > 3;
    const line = (color, width, zIndex, more) => new Style({ zIndex, stroke: new Stroke({ color, width, ...more }) });
    const scale = Math.min(2, land.unit / resolution);
    const dashes = { lineDash: [26, 11, 44, 17].map((dash) => dash * scale) };
    return [line(mixed(colours.brick, colours["paper-deep"], 0.75), bank + 0.6, 0), line(colours.paper, bed, 1), ...(flow ? [line(colours.brick, 0.8, 2, dashes)] : [])];
  };
  const sheet = () => new Style({ fill: new Fill({ color: lettering.colours.paper }), stroke: new Stroke({ color: lettering.colours["ink-soft"], width: 1.4 }) });
  return [layer(rivers, land.rivers), layer(sheet, [land.sheet])];
}

/** The circle that holds a village: `show(at, radius)` degrees and metres, or nothing; its geometry, if any. */
export class CircleLayer {
  constructor(lettering, [fill, line], dash) {
    this.layer = layer(() => {
      const { colours } = lettering;
      return new Style({ fill: new Fill({ color: faint(colours[fill], 0.14) }), stroke: new Stroke({ color: colours[line], width: 1.8, lineDash: dash }) });
    });
  }

  show(at, radius) {
    const source = this.layer.getSource();
    source.clear();
    if (!at) return null;
    // On the sphere, then to the map: a circle of so many metres on the ground.
    const geometry = circular(at, radius, 96).transform("EPSG:4326", "EPSG:3857");
    source.addFeature(new Feature(geometry));
    return geometry;
  }
}

/** Marks and words, each drawn by `draw(context, pixel, ratio)`. */
export class WordsLayer {
  constructor(lettering) {
    this.lettering = lettering;
    this.layer = layer((feature) => feature.get("style"));
  }

  /** What was laid out, in place of what there was; `seat` in metres. */
  show({ labels, marks }, seat) {
    const { lettering } = this;
    const drawn = [drawnAt(seat, (context, at, ratio) => seatMark(context, at, ratio, lettering.colours))];
    for (const mark of marks) drawn.push(drawnAt(mark.at, (context, at, ratio) => fortMark(context, at, ratio, mark, lettering.colours)));
    for (const label of labels) drawn.push(drawnAt(label.at, (context, at, ratio) => lettering.draw(context, at, ratio, label)));
    const source = this.layer.getSource();
    source.clear(true);
    source.addFeatures(drawn);
  }
}

/** The dot where the reader is. */
export function readersDot(at, lettering) {
  return drawnAt(at, (context, [x, y], ratio) => {
    context.beginPath();
    context.arc(x, y, 6.5 * ratio, 0, 2 * Math.PI);
    context.fillStyle = lettering.colours.cinnabar;
    context.strokeStyle = lettering.colours.paper;
    context.lineWidth = 2.5 * ratio;
    context.fill();
    context.stroke();
  });
}

function drawnAt(at, draw) {
  const feature = new Feature(new Point(at));
  feature.set("style", new Style({ renderer: (pixel, { context, pixelRatio }) => {
    context.save();
    draw(context, pixel, pixelRatio);
    context.restore();
  } }));
  return feature;
}

function seatMark(context, [x, y], ratio, colours) {
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.8 * ratio;
  context.setLineDash([]);
  context.strokeRect(x - 5 * ratio, y - 5 * ratio, 10 * ratio, 10 * ratio);
}

function fortMark(context, [x, y], ratio, { pins }, colours) {
  const scale = 0.7 * ratio;
  context.translate(x - 16 * scale, y - 16 * scale);
  context.scale(scale, scale);
  context.setLineDash([]);
  context.lineJoin = "round";
  const fort = new Path2D(FORT);
  context.strokeStyle = colours["paper-deep"];
  context.lineWidth = 7;
  context.stroke(fort);
  context.strokeStyle = context.fillStyle = pins.some((pin) => pin.isSought) ? colours.cinnabar : colours.ink;
  context.lineWidth = 1.6;
  context.fill(fort);
  context.stroke(fort);
}

/** A colour of the tokens (`#rrggbb`) so much let through. */
function faint(colour, part) {
  const [r, g, b] = parts(colour);
  return `rgba(${r}, ${g}, ${b}, ${part})`;
}

/** The first colour over the second, as if it let so much through: overlaps show no seams. */
function mixed(over, under, part) {
  const [a, b] = [parts(over), parts(under)];
  return `rgb(${a.map((value, place) => Math.round(value * part + b[place] * (1 - part))).join(", ")})`;
}

function parts(colour) {
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
}
