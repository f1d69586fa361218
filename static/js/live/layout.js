// Where marks and words stand at one scale, so that none lies on another: what has no room is left out until one looks closer,
// and the list has everything.

const ROW = 23;
const GUTTER = 14;
const MARK = 22;
const COLUMNS = [1, 2, 3, 4];
const MOST_ROWS = 7;

/**
 * Lays out the words of a map at `resolution` (metres of the map in a pixel). `content` has `words`, `seat`, `seatName`, `pins`
 * and `towns`, each `at` its place in metres, and the `extent` of the sheet, within which they stay; what comes back are `labels` and `marks` with `at` and, in pixels, their `box`.
 */
export function layOut(content, resolution, lettering, more) {
  const laid = new Laying(resolution, lettering, content.extent);
  laid.take(box(laid.pixel(content.seat), [18, 18]));
  const marks = clusters(content.pins, laid);
  for (const mark of marks) laid.take(mark.box);
  laid.put({ kind: "seat", text: content.seatName }, [laid.pixel(content.seat)[0], laid.pixel(content.seat)[1] - 22]);
  // All headings first, so that no town's names take the place of another's own.
  const headings = content.towns.map((town) => laid.heading(town));
  for (const mark of marks) laid.nameOf(mark);
  // The one that is sought before all others.
  const order = content.towns.map((town, place) => [town, headings[place]]).filter(([, heading]) => heading);
  order.sort(([a], [b]) => Number(b.isSought) - Number(a.isSought));
  for (const [town, heading] of order) laid.namesAt(town, heading, more);
  for (const word of content.words) laid.put({ ...word }, laid.pixel(word.at), 2);
  return { labels: laid.labels, marks };
}

/** Surveyed places whose marks would lie on each other are one mark that says how many. */
function clusters(pins, laid) {
  const marks = [];
  for (const pin of pins) {
    const at = laid.pixel(pin.at);
    const near = marks.find((mark) => !pin.isSought && Math.hypot(mark.pixel[0] - at[0], mark.pixel[1] - at[1]) < MARK * 1.2);
    if (near) near.pins.push(pin);
    else marks.push({ pixel: at, at: pin.at, box: box(at, [MARK + 4, MARK + 4]), pins: [pin] });
  }
  return marks;
}

class Laying {
  constructor(resolution, lettering, [west, south, east, north]) {
    Object.assign(this, { resolution, lettering });
    const [left, bottom] = this.pixel([west, south]);
    const [right, top] = this.pixel([east, north]);
    this.sheet = [left + 4, top + 4, right - 4, bottom - 4];
    this.taken = [];
    this.labels = [];
  }

  pixel([x, y]) {
    return [x / this.resolution, -y / this.resolution];
  }

  take(area) {
    this.taken.push(area);
  }

  isFree(area) {
    const { sheet } = this;
    if (area[0] < sheet[0] || area[1] < sheet[1] || area[2] > sheet[2] || area[3] > sheet[3]) return false;
    return !this.taken.some((other) => area[0] < other[2] && other[0] < area[2] && area[1] < other[3] && other[1] < area[3]);
  }

  sizeOf({ kind, text, note, turn }, room = 0) {
    const size = [this.lettering.width(kind, text, note) + 6 + room, this.lettering.size(kind) * 1.25 + room];
    return turn ? [size[1], size[0]] : size;
  }

  /** Puts words around a pixel if nothing is there; whether it did. */
  put(label, at, room = 0) {
    const area = box(at, this.sizeOf(label, room));
    if (!this.isFree(area)) return null;
    this.take(area);
    const put = { ...label, at: [at[0] * this.resolution, -at[1] * this.resolution], box: area };
    this.labels.push(put);
    return put;
  }

  heading(town) {
    const [x, y] = this.pixel(town.at);
    const label = { kind: "town", text: town.name.text, town };
    for (const by of [0, -20, 20, -38, 38]) {
      const put = this.put(label, [x, y + by]);
      if (put) return put;
    }
    return null;
  }

  nameOf(mark) {
    const [x, y] = mark.pixel;
    const pin = mark.pins.length === 1 ? mark.pins[0] : null;
    const kind = mark.pins.some((one) => one.isSought) ? "sought" : pin ? "name" : "more";
    const label = { kind, text: pin ? pin.name.text : mark.label(mark.pins.length), mark, id: pin?.id };
    const [width, height] = this.sizeOf(label);
    const [right, down] = [MARK / 2 + width / 2 + 5, MARK / 2 + height / 2 + 3];
    for (const [by, below] of [[right, 0], [-right, 0], [0, down], [0, -down]]) {
      if (this.put(label, [x + by, y + below])) return;
    }
  }

  /** The villages of a town in columns beside its name: as many as have room. */
  namesAt(town, heading, more) {
    const total = town.villages.length + town.more;
    if (!total) return;
    const rows = town.villages.map((village) => ({ kind: village.isSought ? "sought" : "name", text: village.name.text, note: village.note, id: village.id }));
    for (let shown = rows.length; shown >= 0; shown--) {
      // One line for one name is no gain.
      if (total - shown === 1 && shown < rows.length) continue;
      const list = rows.slice(0, shown);
      if (shown < total) list.push({ kind: "more", text: more(total - shown, shown), town });
      const found = this.block(list, heading.box);
      if (!found) continue;
      for (const [label, at] of found) this.put(label, at);
      return;
    }
  }

  /** Where a list has room beside a box: the middle of each of its words. Below it before all, in as few columns as that takes. */
  block(list, beside) {
    for (const side of ["below", "beside", "above"]) {
      for (const columns of COLUMNS.filter((columns) => columns <= list.length)) {
        const deep = Math.ceil(list.length / columns);
        if (deep > MOST_ROWS && columns < COLUMNS.length) continue;
        const stacks = Array.from({ length: Math.ceil(list.length / deep) }, (_, column) => list.slice(column * deep, (column + 1) * deep));
        const widths = stacks.map((stack) => Math.max(...stack.map((label) => this.sizeOf(label)[0])));
        const [width, height] = [widths.reduce((sum, one) => sum + one, GUTTER * (widths.length - 1)), deep * ROW];
        const fits = ([left, top]) => this.isFree([left, top, left + width, top + height]);
        const corner = corners(side, beside, width, height).find(fits);
        if (corner) return placed(stacks, widths, corner);
      }
    }
    return null;
  }
}

/** Where the upper left corner of a list may be, beside a box. */
function corners(side, [left, top, right, bottom], width, height) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (side === "below") return [x - width / 2, left, right - width].map((at) => [at, bottom + 1]);
  if (side === "above") return [x - width / 2, left, right - width].map((at) => [at, top - 1 - height]);
  return [y - ROW / 2, y - height / 2].flatMap((at) => [[right + 6, at], [left - 6 - width, at]]);
}

/** The words of columns, each with its middle. */
function placed(stacks, widths, [left, top]) {
  return stacks.flatMap((stack, column) => {
    const x = left + widths.slice(0, column).reduce((sum, one) => sum + one + GUTTER, 0) + widths[column] / 2;
    return stack.map((label, row) => [label, [x, top + (row + 0.5) * ROW]]);
  });
}

function box([x, y], [width, height]) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}
