// The live map as a whole: what is chosen, and what follows from it on the map, in the card, in the list and in the address.
import { containsCoordinate, containsExtent } from "ol/extent.js";
import { fromLonLat } from "ol/proj.js";

import { villageOf, viewOf, write } from "./address.js";
import { Card } from "./card.js";
import { readLand } from "./land.js";
import { CircleLayer, WordsLayer, landLayers } from "./layers.js";
import { layOut } from "./layout.js";
import { Lettering } from "./lettering.js";
import { List, fillPick } from "./list.js";
import { makeMap, scaleOf, still } from "./view.js";
import { ReadersPlace, inWords } from "./where.js";

const CLOSE_ZOOM = 13.5;

export class LiveMap {
  constructor(section, data, drawing) {
    Object.assign(this, { section, data });
    this.part = (name) => section.querySelector(name);
    this.words = this.part(".live-said").dataset;
    this.view = this.part(".live-view");
    this.closing = new AbortController();
    this.closed = new Promise((resolve) => this.closing.signal.addEventListener("abort", resolve));
    this.land = readLand(drawing, data);
    this.lettering = new Lettering(section);
    this.circle = new CircleLayer(this.lettering, ["loess", "loess-deep"], [9, 6]);
    this.named = new WordsLayer(this.lettering);
    this.reader = new ReadersPlace(this.lettering);
    const layers = [...landLayers(this.land, this.lettering), this.circle.layer, this.named.layer, ...this.reader.layers];
    this.map = makeMap(this.view, layers, this.land.extent, { isFilled: () => this.isFilled, onFinger: () => this.hint() });
    this.port = this.map.getView();
    this.whole = this.port.getZoom();
    this.card = new Card(this.part(".live-card"), { close: () => this.choose(null), row: (id) => this.toRow(id) });
    this.list = new List((id) => this.choose(id, { toMap: true }), this.closing.signal);
    this.begin();
  }

  begin() {
    const { signal } = this.closing;
    fillPick(this.part("select"), this.data);
    const acts = { in: () => this.zoom(1), out: () => this.zoom(-1), whole: () => this.fit(this.land.extent, 0), full: () => this.fill(), where: () => this.locate(), close: () => this.close() };
    for (const button of this.section.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act] ?? (() => {}));
    this.part("select").addEventListener("change", (event) => this.choose(event.target.value || null, { byName: true }));
    this.map.on("click", (event) => this.press(event));
    this.map.on("pointermove", (event) => this.view.classList.toggle("on-name", !event.dragging && this.at(event) !== null));
    // Before the layers are drawn, so that no words are seen where another scale had them.
    this.map.on("precompose", ({ frameState: { viewState, viewHints } }) => viewHints.some(Boolean) || viewState.resolution === this.laidFor || this.lay(viewState.resolution));
    this.map.on("moveend", () => this.rest());
    // The first picture is no move.
    this.map.once("postrender", () => this.rest());
    this.section.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint(), { signal });
    document.addEventListener("fullscreenchange", () => this.filled(document.fullscreenElement === this.section), { signal });
    // The page may be given another view by its address.
    addEventListener("hashchange", () => this.goTo(viewOf(location.hash)), { signal });
    const view = viewOf(location.hash);
    this.choose(villageOf(location.search), { isFirst: true, moves: !view });
    this.goTo(view);
    // Letters of a font that comes late would stand in the room of others.
    if (document.fonts?.status === "loading") document.fonts.ready.then(() => signal.aborted || this.repaint());
  }

  goTo(view) {
    if (!view) return;
    this.port.setCenter(view.center);
    this.port.setZoom(view.zoom);
  }

  /** Chooses a village by its id, or none; `toMap` from the list of the page, `byName` from that of the map. */
  choose(id, { isFirst = false, moves = true, toMap = false, byName = false, onMap = false } = {}) {
    const village = this.data.villages[id];
    this.chosen = village ? id : null;
    if (isFirst && !village) return this.lay(this.port.getResolution());
    const circle = this.circle.show(village?.surveyed ? null : village?.at, village?.radius);
    this.lay(this.port.getResolution());
    this.list.mark(this.chosen);
    this.part("select").value = this.chosen ?? "";
    this.card.show(this.chosen, village, { inList: this.list.has(id), away: this.away(village) });
    if (village && moves) {
      const extent = circle?.getExtent() ?? (village.at && fromLonLat(village.at).concat(fromLonLat(village.at)));
      if (extent && !(onMap && containsExtent(this.seen(), extent))) this.fit(extent, 0.14, CLOSE_ZOOM);
    }
    if (!isFirst) this.say(village ? this.words.chosen.replace("{name}", village.name.text).replace("{how}", village.how) : this.words.none);
    if (toMap) this.section.scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
    // Beside the map, the list goes along; above it, it would take the map out of sight.
    else if (village && (onMap || byName) && !this.isFilled && matchMedia("(min-width: 60rem)").matches) this.list.show(id, false);
    write(this.port, this.chosen);
  }

  toRow(id) {
    if (this.isFilled) this.fill();
    this.list.show(id, true);
  }

  /** Lays out marks and words for a scale. */
  lay(resolution) {
    if (!resolution) return;
    this.laidFor = resolution;
    const { villages } = this.data;
    const place = (own) => ({ ...villages[own], id: own, isSought: own === this.chosen });
    const sought = villages[this.chosen];
    const towns = this.data.towns.map((town) => {
      const isSought = Boolean(sought && !sought.surveyed && sought.town === town.id);
      // First, so that it is the last to be left out.
      const ids = isSought ? [this.chosen, ...town.villages.filter((id) => id !== this.chosen)] : town.villages;
      return { ...town, at: fromLonLat(town.at), isSought, villages: ids.map(place) };
    });
    const pins = Object.keys(villages).filter((id) => villages[id].surveyed).map((id) => ({ ...place(id), at: fromLonLat(villages[id].at) }));
    pins.sort((a, b) => Number(b.isSought) - Number(a.isSought));
    const content = { extent: this.land.extent, words: this.land.words, seat: fromLonLat(this.data.seat), seatName: this.words.seat, towns, pins };
    const count = (n) => this.words.count.replace("{}", n);
    this.laid = layOut(content, resolution, this.lettering, (n, shown) => (shown ? this.words.more.replace("{}", n) : count(n)));
    for (const label of this.laid.labels) if (label.kind === "more" && label.mark) label.text = count(label.mark.pins.length);
    this.named.show(this.laid, content.seat);
  }

  /** What stands under a pointer: a label or a mark. */
  at({ coordinate, originalEvent }) {
    if (!this.laid) return null;
    const [x, y] = [coordinate[0] / this.laidFor, -coordinate[1] / this.laidFor];
    // A finger covers more than an arrow points at.
    const by = originalEvent.pointerType === "touch" ? 8 : 1;
    const near = ({ box }) => x > box[0] - by && x < box[2] + by && y > box[1] - by && y < box[3] + by;
    const off = ({ box }) => Math.hypot((box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y);
    const leads = (part) => part.pins || part.id || part.mark || part.town;
    const found = [...this.laid.marks, ...this.laid.labels].filter((part) => leads(part) && near(part));
    return found.sort((a, b) => off(a) - off(b))[0] ?? null;
  }

  press(event) {
    const part = this.at(event);
    const pins = part?.pins ?? part?.mark?.pins ?? [];
    const id = part?.id ?? (pins.length === 1 ? pins[0].id : null);
    if (id) this.choose(id, { onMap: true });
    else if (part) this.closer(part);
    else if (this.chosen) this.choose(null);
  }

  /** A town, or marks in one place: nearer, and where nearer is of no use to the list of the town. */
  closer(part) {
    const isNear = this.port.getZoom() >= CLOSE_ZOOM - 0.5;
    if (part.kind === "more" && part.town?.more && isNear) return location.assign(part.town.more_href);
    this.port.animate({ center: part.town?.at ?? part.at, zoom: Math.min(this.port.getZoom() + 1.5, 15.5), duration: still() ? 0 : 300 });
  }

  zoom(by) {
    this.port.animate({ zoom: this.port.getConstrainedZoom(this.port.getZoom() + by * 0.75), duration: still() ? 0 : 200 });
  }

  /** Shows an extent with so much room around it, a part of the window, beside or below the card. */
  fit(extent, room, maxZoom) {
    const [width, height] = this.map.getSize();
    const { offsetWidth: wide, offsetHeight: high } = this.part(".live-card");
    const isBeside = width > 2.2 * wide;
    const around = Math.min(width, height) * room;
    const padding = [around + (isBeside ? 0 : high), around, around, around + (isBeside ? wide : 0)];
    this.port.fit(extent, { padding: room ? padding : [0, 0, 0, 0], maxZoom, duration: still() ? 0 : 350 });
  }

  seen() {
    return this.port.calculateExtent(this.map.getSize());
  }

  /** Once the map has come to rest. */
  rest() {
    const { metres, px } = scaleOf(this.port);
    const [name, line] = [this.part(".live-measures text"), this.part(".live-scale")];
    name.textContent = metres < 1000 ? this.words.metres.replace("{}", metres) : this.words.km.replace("{}", metres / 1000);
    line.setAttribute("d", `M${124 - px} 38v7h${px}v-7M${124 - px / 2} 40v5`);
    const left = Math.min(110 - px, 60);
    this.part(".live-measures").setAttribute("viewBox", `${left} 0 ${168 - left} 52`);
    this.part(".live-measures").setAttribute("width", 168 - left);
    const zoom = this.port.getZoom();
    const idle = { out: zoom <= this.port.getMinZoom() + 0.01, in: zoom >= this.port.getMaxZoom() - 0.01 };
    for (const [act, is] of Object.entries(idle)) this.part(`[data-act=${act}]`).setAttribute("aria-disabled", is);
    if (!this.closing.signal.aborted) write(this.port, this.chosen);
    this.section.dataset.ready = "";
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (this.section.classList.contains("is-filled")) this.fill();
    else if (this.chosen) this.choose(null);
  }

  hint() {
    const hint = this.part(".live-fingers");
    hint.hidden = false;
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => (hint.hidden = true), 1600);
  }

  /** All of the screen, or back into the page; phones that let no element have the screen get all of the window. */
  async fill() {
    const { section } = this;
    if (document.fullscreenElement) return document.exitFullscreen();
    if (this.isFilled) return this.filled(false);
    try {
      await section.requestFullscreen();
    } catch {
      this.filled(true);
    }
  }

  filled(is) {
    this.isFilled = is;
    this.section.classList.toggle("is-filled", is);
    document.documentElement.classList.toggle("map-fills", is);
    this.part("[data-act=full]").setAttribute("aria-pressed", is);
    this.map.updateSize();
    this.repaint();
  }

  async locate() {
    const button = this.part("[data-act=where]");
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    this.say(this.words.asking, true);
    try {
      const { at, accuracy } = await this.reader.find();
      const isOn = containsCoordinate(this.land.extent, at);
      if (isOn && !this.closing.signal.aborted) this.fit(at.concat(at), 0, Math.max(this.port.getZoom(), 12.5));
      this.say(this.words[isOn ? "here" : "beyond"].replace("{}", inWords(accuracy, this.words)), true);
      this.card.tell(this.away(this.data.villages[this.chosen]));
    } catch (error) {
      this.say(this.words[error.why] ?? this.words.unable, true);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** How far a village is, in words; only of those that somebody measured. */
  away(village) {
    const metres = village?.surveyed ? this.reader.distance(village.at) : null;
    return metres === null ? "" : this.words.away.replace("{}", inWords(metres, this.words));
  }

  repaint() {
    this.lettering.refresh();
    this.lettering.widths.clear();
    this.lay(this.port.getResolution());
    for (const layer of this.map.getLayers().getArray()) layer.changed();
  }

  /** What is spoken; `isSeen` where it is also to be read. */
  say(text, isSeen = false) {
    const said = this.part(".live-said");
    said.textContent = text;
    said.classList.toggle("is-seen", isSeen);
  }

  close() {
    if (document.fullscreenElement) document.exitFullscreen();
    this.filled(false);
    this.closing.abort();
    write(null, this.chosen);
    this.map.setTarget(null);
  }
}
