// What the page shows of files under way: a line for each, and one for all of them with the time that is left.
import { Faces, FACE_PX } from "./upload-faces.js";
import { element, word } from "./words.js";

const OVER_MS = 20_000;

export class UploadList {
  /** `acts` has `giveUp(item)` and `again(item)`. */
  constructor(root, acts) {
    this.root = root;
    this.acts = acts;
    this.list = root.querySelector(".sending");
    this.total = root.querySelector(".total");
    this.marks = [];
    this.faces = new Faces();
  }

  add(item) {
    const face = element("canvas", { className: "face", width: FACE_PX, height: FACE_PX });
    this.faces.add(face, item);
    item.how = element("span", { className: "how" });
    item.again = this.button("again", word("again"), () => this.acts.again(item));
    const giveUp = this.button("give-up", word("giveUp"), () => this.acts.giveUp(item));
    giveUp.setAttribute("aria-label", word("giveUpOf", { name: item.name }));
    const name = element("span", { className: "file-name", title: item.name }, item.name);
    item.line = element("li", {}, face, name, element("span", { className: "acts" }, item.again, giveUp), item.how);
    this.list.append(item.line);
    this.show(item);
  }

  button(what, text, act) {
    const made = element("button", { className: "act", type: "button", dataset: { act: what } }, text);
    made.addEventListener("click", act);
    return made;
  }

  show(item) {
    const values = { percent: Math.floor((100 * item.sent) / item.size), as: item.sameAs, seconds: item.seconds, why: item.why };
    item.how.textContent = word(item.state, values);
    item.line.classList.toggle("wrong", item.state === "failed");
    item.again.hidden = item.state !== "failed" || Boolean(item.isFinal);
    if (item.state === "arrived" || item.state === "same") item.line.querySelector("[data-act=give-up]").hidden = true;
  }

  remove(item) {
    item.line.remove();
  }

  /** `items` are all that were picked here, gone ones left out. */
  showTotal(items, isPaused) {
    const promised = items.filter((item) => item.state !== "failed" || item.href);
    const arrived = promised.filter((item) => item.state === "arrived" || item.state === "same");
    const bytes = promised.reduce((sum, item) => sum + item.size, 0);
    const sent = promised.reduce((sum, item) => sum + item.sent, 0);
    const missing = promised.length - arrived.length;
    this.total.hidden = promised.length === 0;
    const counts = { total: promised.length, arrived: arrived.length, missing };
    put(this.total.querySelector("[data-total]"), word(missing ? "total" : "done", counts));
    put(this.total.querySelector("[data-left]"), isPaused ? word("paused") : missing ? this.left(bytes - sent) : "");
    this.total.querySelector("progress").value = bytes ? sent / bytes : 0;
    const pause = this.total.querySelector("[data-pause]");
    pause.hidden = missing === 0;
    put(pause, word(isPaused ? "resume" : "pause"));
  }

  /** Notes that so many bytes went over the line just now. */
  count(bytes) {
    const now = performance.now();
    this.marks.push({ now, bytes });
    while (this.marks[0].now < now - OVER_MS) this.marks.shift();
  }

  left(bytes) {
    if (this.marks.length < 2) return "";
    // In the first moments a few parts would make any speed.
    const ms = Math.max(1000, performance.now() - this.marks[0].now);
    const speed = this.marks.reduce((sum, mark) => sum + mark.bytes, 0) / ms;
    if (speed <= 0) return "";
    const minutes = Math.ceil(bytes / speed / 60_000);
    if (minutes <= 1) return word("soon");
    return minutes < 60 ? word("minutes", { n: minutes }) : word("hours", { h: Math.floor(minutes / 60), n: minutes % 60 });
  }
}

/** A text that has not changed is not said anew to those who listen. */
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
