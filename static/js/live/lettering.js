// How each kind of words is lettered, by the colours and letters of the page.

/** Size in pixels, weight, colour by its name in tokens.css, space between letters in em. */
const KINDS = {
  river: { size: 18, weight: 600, ink: "brick" },
  hills: { size: 17, weight: 400, ink: "ink-soft", space: 0.1 },
  beyond: { size: 14, weight: 400, ink: "brick", space: 0.06 },
  seat: { size: 17, weight: 600, ink: "ink", space: 0.06 },
  town: { size: 15, weight: 400, ink: "ink-soft", space: 0.06 },
  name: { size: 15, weight: 400, ink: "loess-deep", space: 0.04 },
  sought: { size: 16, weight: 600, ink: "cinnabar", space: 0.04 },
  more: { size: 13, weight: 400, ink: "brick" },
};

/** In narrower windows letters are smaller, so that more of them have room. */
const NARROW_PX = 480;
const NARROW = 0.88;

/** The colours of the page as they are now, and words measured and drawn in its letters. */
export class Lettering {
  constructor(element) {
    this.element = element;
    this.context = document.createElement("canvas").getContext("2d");
    this.widths = new Map();
    this.isEnglish = document.documentElement.lang.startsWith("en");
    this.refresh();
  }

  refresh() {
    const style = getComputedStyle(this.element);
    this.scale = this.element.clientWidth < NARROW_PX ? NARROW : 1;
    const names = ["paper", "paper-deep", "ink", "ink-soft", "brick", "loess", "loess-deep", "cinnabar", "rule-strong"];
    this.colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.serif = style.getPropertyValue("--serif").trim();
  }

  size(kind) {
    return KINDS[kind].size * this.scale;
  }

  /** Width of words in pixels, with what is said behind them in smaller letters. */
  width(kind, text, note = "") {
    const key = `${kind} ${text} ${note}`;
    if (!this.widths.has(key)) {
      this.set(this.context, kind, 1);
      let width = this.context.measureText(text).width;
      // Where the canvas spaces no letters, they are a little closer than their room.
      if (!("letterSpacing" in this.context)) width += [...text].length * this.space(kind) * this.size(kind);
      if (note) {
        this.set(this.context, "more", 1);
        width += this.context.measureText(` ${note}`).width;
      }
      this.widths.set(key, width);
    }
    return this.widths.get(key);
  }

  /** Draws words around their middle, in the pixels of a canvas that has `ratio` of them for one of the page. */
  draw(context, [x, y], ratio, { kind, text, note, turn = 0 }) {
    const { colours } = this;
    context.save();
    context.translate(x, y);
    context.rotate(turn);
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    let at = (-this.width(kind, text, note) / 2) * ratio;
    for (const [part, as] of note ? [[text, kind], [` ${note}`, "more"]] : [[text, kind]]) {
      this.set(context, as, ratio);
      context.strokeStyle = colours["paper-deep"];
      context.lineWidth = 4.5 * ratio;
      context.strokeText(part, at, 0);
      context.fillStyle = colours[KINDS[as].ink];
      context.fillText(part, at, 0);
      at += context.measureText(part).width;
    }
    context.restore();
  }

  set(context, kind, ratio) {
    const [size, { weight }] = [this.size(kind), KINDS[kind]];
    const slant = this.isEnglish && kind === "river" ? "italic 400" : weight;
    context.font = `${slant} ${size * ratio}px ${this.serif}`;
    if ("letterSpacing" in context) context.letterSpacing = `${this.space(kind) * size * ratio}px`;
  }

  space(kind) {
    return this.isEnglish ? 0 : (KINDS[kind].space ?? 0);
  }
}
