// The line that the bytes take: two files at a time, and when it breaks all of them wait for it together.
import { BackOff } from "./send.js";
import { signIn } from "./sign-in.js";
import { transfer } from "./transfer.js";

const AT_ONCE = 2;
/** After these the server is asked anew what it wants; other refusals are final until a person tries again. */
const ASK_ANEW = [404, 409, 410, 412, 416, 460];
const TIMES_ANEW = 3;
const BUSY = [408, 409, 423, 429];

export class Line {
  /** `uploads` has the items and is told what becomes of them. */
  constructor(uploads) {
    this.uploads = uploads;
    this.running = new Map();
    this.backOff = new BackOff();
    this.isPaused = false;
  }

  sendNext() {
    while (!this.isPaused && !this.held && this.running.size < AT_ONCE) {
      const item = this.uploads.items.find(({ state }) => state === "waiting");
      if (!item) break;
      this.send(item);
    }
    this.uploads.showTotal();
  }

  async send(item) {
    const { uploads } = this;
    uploads.set(item, "sending");
    // What was there before counts for no speed: it does not go over the line again.
    let last = item.sent;
    const onProgress = (sent) => {
      uploads.list.count(Math.max(0, sent - last));
      last = item.sent = sent;
      uploads.set(item, item.state);
    };
    const going = transfer(item.file, item.href, { onProgress, onPart: () => this.backOff.reset() });
    this.running.set(item, going);
    try {
      await going.done;
      uploads.arrive(item, "arrived");
    } catch (error) {
      // If it was stopped meanwhile, the end of the old sending is nobody's any more.
      if (this.running.get(item) === going) await this.stopped(item, error);
    } finally {
      if (this.running.get(item) === going) this.running.delete(item);
      this.sendNext();
    }
  }

  async stopped(item, { status, message, waitSeconds }) {
    const { uploads } = this;
    if (status === 401) {
      if (!(await signIn())) this.pause();
      uploads.set(item, "waiting");
    } else if (ASK_ANEW.includes(status) && (item.timesAnew = (item.timesAnew ?? 0) + 1) <= TIMES_ANEW) {
      // Counted, or a server that always sends back to the start would be asked for ever.
      uploads.set(item, "unpromised");
      uploads.workLater(1);
    } else if (status === 0 || status >= 500 || BUSY.includes(status)) {
      this.waitWith(item, waitSeconds);
    } else {
      uploads.fail(item, message);
    }
  }

  /** While one wait lasts there is no second one: many files that break off together are one cut. */
  waitWith(item, atLeastSeconds) {
    if (!this.held) {
      this.seconds = this.backOff.next(atLeastSeconds);
      this.held = setTimeout(() => this.letGo(), this.seconds * 1000);
    }
    item.seconds = this.seconds;
    this.uploads.set(item, navigator.onLine ? "retrying" : "noLine");
  }

  letGo() {
    clearTimeout(this.held);
    this.held = undefined;
    const isHeld = ({ state }) => state === "retrying" || state === "noLine";
    for (const item of this.uploads.items.filter(isHeld)) this.uploads.set(item, "waiting");
    this.sendNext();
  }

  stop(item) {
    this.running.get(item)?.stop();
    this.running.delete(item);
  }

  pause() {
    this.isPaused = true;
    for (const item of [...this.running.keys()]) {
      this.stop(item);
      this.uploads.set(item, "waiting");
    }
  }
}
