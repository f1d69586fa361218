// Photos: promised first, kept on this device until they have arrived, sent two at a time over whatever line there is.
import { deviceName, isInApp, rememberDevice } from "./device.js";
import { filesOf, forgetFile, keepDigest, keepFile } from "./kept.js";
import { BackOff, NotSent, send } from "./send.js";
import { signIn } from "./sign-in.js";
import { transfer } from "./transfer.js";
import { UploadList } from "./upload-list.js";
import { refreshPhotos } from "./upload-refresh.js";
import { word } from "./words.js";

const AT_ONCE = 2;
/** After these the server is asked anew what it wants; other refusals are final until a person tries again. */
const ASK_ANEW = [404, 409, 410, 412, 416, 460];

export class Uploads {
  constructor(root, draft) {
    this.root = root;
    this.address = root.dataset.upload;
    this.change = root.dataset.change;
    this.draft = draft;
    this.items = [];
    this.running = new Map();
    this.backOff = new BackOff();
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
      const files = [...pick.files];
      pick.value = "";
      this.add(files);
    });
    this.takeDrops();
    root.querySelector("[data-pause]").addEventListener("click", () => (this.isPaused ? this.resume() : this.pause()));
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
    navigator.storage?.persist?.().catch(() => {});
    for (const file of files) {
      const { name, size } = file;
      const item = this.take({ change: this.change, device, name, size, file });
      if (size === 0) this.fail(item, word("empty"));
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
      this.sendNext();
    } while (this.isAskedAgain);
    this.isWorking = false;
    this.showTotal();
  }

  /** File by file, so that the memory never holds more than one. */
  async readAll() {
    for (const item of this.items.filter(({ state }) => state === "reading")) {
      try {
        if (!item.sha256) {
          item.sha256 = await digest(item.file);
          if (item.key !== undefined) keepDigest(item.key, item.sha256).catch(() => {});
        }
        this.set(item, "unpromised");
      } catch (error) {
        this.fail(item, error.message);
      }
    }
  }

  async promise() {
    const promised = this.items.filter(({ state }) => state === "unpromised");
    for (const [device, items] of groupedBy(promised, ({ device }) => device)) {
      const files = items.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
      try {
        const headers = { "Content-Type": "application/json" };
        const answer = await send(this.address, { method: "POST", headers, body: JSON.stringify({ device, files }) });
        const wanted = new Map((await answer.json()).files.map((file) => [file.sha256, file]));
        for (const item of items) this.learn(item, wanted.get(item.sha256));
      } catch (failure) {
        if (failure.kind === "refused") items.forEach((item) => this.fail(item, failure.message));
        else if (failure.kind !== "signed-out") this.workLater(failure.waitSeconds);
        else this.pause();
      }
    }
  }

  learn(item, { id, state, same_as, offset = 0, href } = {}) {
    Object.assign(item, { id, href });
    if (state === "wanted") {
      item.sent = offset;
      this.set(item, "waiting");
    } else if (state === "here" || state === "same") {
      item.sameAs = same_as;
      this.arrive(item, same_as ? "same" : "arrived");
    } else {
      this.fail(item, word("unpromised"));
    }
  }

  sendNext() {
    while (!this.isPaused && !this.held && this.running.size < AT_ONCE) {
      const item = this.items.find(({ state }) => state === "waiting");
      if (!item) break;
      this.send(item);
    }
    this.showTotal();
  }

  async send(item) {
    this.set(item, "sending");
    let last = item.sent;
    const onProgress = (sent) => {
      this.list.count(Math.max(0, sent - last));
      last = item.sent = sent;
      this.set(item, item.state);
    };
    const going = transfer(item.file, item.href, { onProgress, onPart: () => this.backOff.reset() });
    this.running.set(item, going);
    try {
      await going.done;
      item.sent = item.size;
      this.arrive(item, "arrived");
    } catch (error) {
      if (this.running.get(item) === going) await this.stopped(item, error);
    } finally {
      if (this.running.get(item) === going) this.running.delete(item);
      this.sendNext();
    }
  }

  async stopped(item, { status, message, waitSeconds }) {
    if (status === 401) {
      if (!(await signIn())) this.pause();
      this.set(item, "waiting");
    } else if (ASK_ANEW.includes(status) && (item.askedAnew = (item.askedAnew ?? 0) + 1) <= 3) {
      this.set(item, "unpromised");
      this.workLater(1);
    } else if (status === 0 || status >= 500 || [408, 409, 423, 429].includes(status)) {
      this.retryLater(item, waitSeconds);
    } else {
      this.fail(item, message);
    }
  }

  /** The line is one: when it breaks, all wait for it together, and one wait follows the other only once. */
  retryLater(item, waitSeconds) {
    this.seconds = this.held ? this.seconds : this.backOff.next(waitSeconds);
    item.seconds = this.seconds;
    this.set(item, navigator.onLine ? "retrying" : "noLine");
    this.held ??= setTimeout(() => this.letGo(), this.seconds * 1000);
  }

  letGo() {
    clearTimeout(this.held);
    this.held = undefined;
    for (const item of this.items.filter(({ state }) => state === "retrying" || state === "noLine")) this.set(item, "waiting");
    this.sendNext();
  }

  workLater(waitSeconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(), this.backOff.next(waitSeconds) * 1000);
  }

  retryNow() {
    this.backOff.reset();
    this.letGo();
    this.work();
  }

  arrive(item, state) {
    item.sent = item.size;
    this.set(item, state);
    this.forget(item);
    item.file = null;
    clearTimeout(this.refreshing);
    this.refreshing = setTimeout(() => refreshPhotos(this.draft), 1500);
  }

  fail(item, why) {
    item.why = why;
    this.set(item, "failed");
  }

  again(item) {
    item.askedAnew = 0;
    this.set(item, item.sha256 ? "unpromised" : "reading");
    this.work();
  }

  /** A person gives a promised file up: the survey no longer waits for it. */
  async giveUp(item) {
    if (!confirm(word("giveUpSure", { name: item.name }))) return;
    this.running.get(item)?.stop();
    this.running.delete(item);
    try {
      if (item.href) await this.takeBack(item.href);
    } catch (failure) {
      this.fail(item, failure.message || word(navigator.onLine ? "unsaved" : "noLine"));
      return this.sendNext();
    }
    this.forget(item);
    this.items.splice(this.items.indexOf(item), 1);
    this.list.remove(item);
    this.sendNext();
    refreshPhotos(this.draft);
  }

  async takeBack(address) {
    const headers = { "Tus-Resumable": "1.0.0" };
    await send(address, { method: "DELETE", headers }).catch((failure) => {
      if (!["404", "410"].includes(failure.message)) throw failure;
    });
  }

  pause() {
    this.isPaused = true;
    for (const [item, going] of this.running) {
      going.stop();
      this.set(item, "waiting");
    }
    this.running.clear();
    this.showTotal();
  }

  resume() {
    this.isPaused = false;
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
      this.list.showTotal(this.items, this.isPaused);
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
