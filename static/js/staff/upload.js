// Photos: promised first, kept on this device until they have arrived, sent two at a time over whatever line there is.
import { deviceName, isInApp, rememberDevice } from "./device.js";
import { filesOf, forgetFile, keepDigest, keepFile } from "./kept.js";
import { BackOff, send } from "./send.js";
import { Line } from "./upload-line.js";
import { UploadList } from "./upload-list.js";
import { refreshPhotos } from "./upload-refresh.js";
import { word } from "./words.js";

export class Uploads {
  constructor(root, draft) {
    this.root = root;
    this.address = root.dataset.upload;
    this.change = root.dataset.change;
    this.draft = draft;
    this.items = [];
    this.backOff = new BackOff();
    this.refreshBackOff = new BackOff();
    this.line = new Line(this);
    this.device = root.querySelector("#device");
    this.list = new UploadList(root, { giveUp: (item) => this.giveUp(item), again: (item) => this.again(item) });
  }

  async open() {
    const { root } = this;
    root.querySelector(".with-script").hidden = false;
    root.querySelector(".without-script").hidden = true;
    const pick = root.querySelector("#pick");
    root.querySelector(".in-app").hidden = !(isInApp() || pick.disabled);
    this.device.value = deviceName();
    this.device.addEventListener("change", () => rememberDevice(this.device.value.trim()));
    pick.addEventListener("change", () => {
      // Copied before the control is emptied, and its list with it. Emptied, so that to pick the same file again is
      // a change.
      const files = [...pick.files];
      pick.value = "";
      this.add(files);
    });
    this.takeDrops();
    root.querySelector("[data-pause]").addEventListener("click", () => (this.line.isPaused ? this.resume() : this.pause()));
    addEventListener("online", () => this.retryNow());
    addEventListener("beforeunload", (event) => this.items.some((item) => item.isLost && isUnderWay(item)) && event.preventDefault());
    const kept = await filesOf(this.change).catch(() => []);
    for (const record of kept) this.take(record);
    if (kept.length) this.work();
  }

  /** A photo that misses the box by a little shall not take the place of the page. */
  takeDrops() {
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      this.root.classList.add("over");
    });
    const end = () => this.root.classList.remove("over");
    // From one element to the next there is a related target; there is none when the page is left.
    addEventListener("dragleave", (event) => event.relatedTarget || end());
    addEventListener("drop", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      end();
      this.add([...event.dataTransfer.files]);
    });
  }

  async add(files) {
    rememberDevice(this.device.value.trim());
    const device = this.device.value.trim() || word("deviceFirst");
    // Asked not to clear the store when room runs short. Where the browser will not, the files are sent none the
    // less.
    navigator.storage?.persist?.().catch(() => {});
    for (const file of files) {
      const { name, size } = file;
      const item = this.take({ change: this.change, device, name, size, file });
      // It is the same at every try: no button offers one.
      if (size === 0) this.fail(Object.assign(item, { isFinal: true }), word("empty"));
      else await this.keep(item);
    }
    this.work();
  }

  take(record) {
    const item = { ...record, state: "reading", sent: 0 };
    this.items.push(item);
    this.list.add(item);
    return item;
  }

  /** Where there is no room for the bytes they are sent all the same, and the person is told what that means. */
  async keep(item) {
    const { change, device, name, size, file } = item;
    try {
      item.key = await keepFile({ change, device, name, size, file });
    } catch {
      item.isLost = true;
      this.trouble(word("full"));
    }
  }

  forget(item) {
    if (item.key !== undefined) forgetFile(item.key).catch(() => {});
  }

  /** Reads, promises and sends whatever is waiting for it; only one such round runs at a time. */
  async work() {
    if (this.isWorking) return void (this.isAskedAgain = true);
    this.isWorking = true;
    do {
      this.isAskedAgain = false;
      await this.readAll();
      await this.promise();
      this.line.sendNext();
    } while (this.isAskedAgain);
    this.isWorking = false;
    this.showTotal();
  }

  /** File by file, so that the memory never holds more than one. */
  async readAll() {
    for (const item of this.items.filter(({ state }) => state === "reading")) {
      try {
        item.sha256 ??= await digest(item.file);
      } catch {
        this.fail(item, word("unreadable"));
        continue;
      }
      // Given up while it was being read.
      if (item.isGone) continue;
      if (item.key !== undefined) keepDigest(item.key, item.sha256).catch(() => {});
      // The same bytes are one photo: a second promise of them would only be told so by the server.
      const twin = this.items.find((other) => other !== item && other.sha256 === item.sha256 && other.state !== "failed");
      if (twin) this.learn(item, { state: "same", same_as: twin.name });
      else this.set(item, "unpromised");
    }
  }

  async promise() {
    const promised = this.items.filter(({ state }) => state === "unpromised");
    for (const [device, items] of groupedBy(promised, ({ device }) => device)) {
      const files = items.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
      try {
        const headers = { "Content-Type": "application/json" };
        const answer = await send(this.address, { method: "POST", headers, body: JSON.stringify({ device, files }) });
        // Found again by their bytes, in whatever order the answer has them.
        const wanted = new Map((await answer.json()).files.map((file) => [file.sha256, file]));
        this.backOff.reset();
        for (const item of items) this.learn(item, wanted.get(item.sha256));
      } catch (failure) {
        if (failure.kind === "refused") items.forEach((item) => this.fail(item, failure.message));
        else if (failure.kind !== "signed-out") this.workLater(failure.waitSeconds);
        else this.pause();
      }
    }
  }

  learn(item, { id, state, same_as, offset = 0, href, why } = {}) {
    Object.assign(item, { id, href });
    // Given up while it was being promised.
    if (item.isGone) return void (href && this.takeBack(href).catch(() => {}));
    if (state === "wanted") {
      item.sent = offset;
      this.set(item, "waiting");
    } else if (state === "here" || state === "same") {
      item.sameAs = same_as;
      this.arrive(item, same_as ? "same" : "arrived");
    } else {
      this.fail(item, why ?? word("unpromised"));
    }
  }

  workLater(waitSeconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(), this.backOff.next(waitSeconds) * 1000);
  }

  retryNow() {
    this.backOff.reset();
    this.line.backOff.reset();
    this.line.letGo();
    this.work();
  }

  arrive(item, state) {
    item.sent = item.size;
    this.set(item, state);
    this.forget(item);
    // The bytes are the server's now: a page that stays open for hundreds of photos holds on to none.
    item.file = null;
    this.refreshSoon();
  }

  /** What the page says of all photos comes from the server; without a line it comes later. */
  refreshSoon(ms = 1500) {
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(async () => {
      if (await refreshPhotos(this.draft)) this.refreshBackOff.reset();
      else this.refreshSoon(this.refreshBackOff.next() * 1000);
    }, ms);
  }

  fail(item, why) {
    item.why = why;
    this.set(item, "failed");
  }

  again(item) {
    item.timesAnew = 0;
    this.set(item, item.sha256 ? "unpromised" : "reading");
    this.work();
  }

  /** A person gives a promised file up: the survey no longer waits for it. */
  async giveUp(item) {
    if (!confirm(word("giveUpSure", { name: item.name }))) return;
    // Before the server is told: a part under way would come to a file that is given up.
    this.line.stop(item);
    item.isGone = true;
    try {
      if (item.href) await this.takeBack(item.href);
    } catch (failure) {
      item.isGone = false;
      this.fail(item, failure.message || word("noLine"));
      return this.line.sendNext();
    }
    this.forget(item);
    this.items.splice(this.items.indexOf(item), 1);
    this.list.remove(item);
    this.line.sendNext();
    this.refreshSoon(0);
  }

  async takeBack(address) {
    const headers = { "Tus-Resumable": "1.0.0" };
    await send(address, { method: "DELETE", headers }).catch((failure) => {
      // The server has it no more: that is what was asked for.
      if (![404, 410].includes(failure.status)) throw failure;
    });
  }

  pause() {
    this.line.pause();
    this.showTotal();
  }

  resume() {
    this.line.isPaused = false;
    this.retryNow();
  }

  set(item, state) {
    item.state = state;
    this.list.show(item);
    this.showTotal();
  }

  /** Not more often than a person can read. */
  showTotal() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      this.list.showTotal(this.items, this.line.isPaused);
    });
  }

  trouble(text) {
    const line = this.root.querySelector("[data-trouble]");
    line.textContent = text;
    line.hidden = false;
  }
}

function isUnderWay({ state }) {
  return !["arrived", "same", "failed"].includes(state);
}

async function digest(file) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function groupedBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
