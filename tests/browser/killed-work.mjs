// People who work while the program is killed. Each notes what the program told them, does one thing a `step`, and holds what
// is there afterwards against what was told in `check`; a step that was cut off is done again, as people would.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { receiptOf, surveyed } from "./staff.mjs";

const PART_BYTES = 24 << 10;
const TUS = { "Tus-Resumable": "1.0.0" };

/** Sends photos in parts, each a few times as long as one takes. */
export class Sender {
  static async at(staff, name, village, files) {
    const hand = await staff.hand(name);
    const left = files.map(({ name, buffer }) => ({ name, buffer, size: buffer.length, sha256: createHash("sha256").update(buffer).digest("hex") }));
    return Object.assign(new Sender(), { hand, change: await hand.begin(village), left, here: [] });
  }

  async step(doing) {
    const file = this.left[0];
    if (!file) return this.rest();
    if (!file.href) {
      doing("promise");
      const { name, size, sha256 } = file;
      const answer = await this.hand.json(`${this.change}/files`, { device: "手机一", files: [{ name, size, sha256 }] });
      const [{ state, href, offset }] = answer.files;
      if (state === "here") return this.isHere();
      Object.assign(file, { href, told: offset });
    }
    doing("upload");
    const piece = file.buffer.subarray(file.told, file.told + PART_BYTES);
    const headers = { ...TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": file.told };
    const answer = await this.hand.ask(file.href, { method: "PATCH", headers, body: piece });
    assert.equal(answer.status, 204, await answer.text());
    file.told = Number(answer.headers.get("upload-offset"));
    if (file.told === file.size) this.isHere();
  }

  rest() {
    return new Promise((resolve) => setTimeout(resolve, 20));
  }

  isHere() {
    this.here.push(this.left.shift());
  }

  async check() {
    const { files } = await (await this.hand.get(`${this.change}/files`)).json();
    const state = new Map(files.map((file) => [file.sha256, file.state]));
    for (const { sha256, name } of this.here) assert.equal(state.get(sha256), "here", `${name} was told to be there`);
    const file = this.left[0];
    if (!file?.href) return;
    const answer = await this.hand.ask(file.href, { method: "HEAD", headers: TUS });
    const offset = Number(answer.headers.get("upload-offset"));
    assert.ok(answer.status === 200 && offset >= file.told, `${file.name}: ${answer.status}, ${offset} bytes, ${file.told} were told`);
    file.told = offset;
    if (offset === file.size) this.isHere();
  }

  /** What was begun is brought to its end: the bytes that came before and after kills are those of the file. */
  async end() {
    while (this.left[0]?.href) await this.step(() => {});
    await this.check();
    const page = await this.hand.text(this.change);
    assert.equal(page.match(/id="photo-new-/g)?.length ?? 0, this.here.length, "each photo stands there once");
  }

  told() {
    return `${this.here.length} photos sent`;
  }
}

/** Saves one field, over and over. */
export class Saver {
  static async at(staff, name, village) {
    const hand = await staff.hand(name);
    const change = await hand.begin(village);
    return Object.assign(new Saver(), { hand, change, field: `${village}/survey.s${receiptOf(change)}.note.zh`, told_: 0, sent: 0 });
  }

  async step(doing) {
    const version = /name="version" value="([^"]*)"/.exec(await this.hand.text(this.change))[1];
    this.sent += 1;
    doing("save");
    await this.hand.post(this.change, { version, [this.field]: `第${this.sent}稿` });
    this.told_ = this.sent;
  }

  async check() {
    const page = await this.hand.text(this.change);
    const stands = /<textarea[^>]*survey[^>]*note\.zh[^>]*>\s*(?:第(\d+)稿)?</.exec(page);
    const number = Number(stands?.[1] ?? 0);
    assert.ok(number === this.told_ || number === this.sent, `draft ${number} stands there, ${this.told_} was told, ${this.sent} sent`);
    this.told_ = number;
  }

  end() {
    return this.check();
  }

  told() {
    return `${this.sent} saved`;
  }
}

/** Begins surveys of one village, submits them, and has them published, one after the other. */
export class Publisher {
  static async at(staff, [author, approver], village) {
    const [hand, chief] = [await staff.hand(author), await staff.hand(approver)];
    return Object.assign(new Publisher(), { hand, chief, village, base: staff.base, number: 0, stage: "none", published: 0 });
  }

  get wall() {
    return `北墙存一段，第${this.number}次量`;
  }

  async step(doing) {
    const { hand, chief, village } = this;
    if (this.stage === "none") {
      this.change = undefined;
      this.number += 1;
      this.change = await hand.begin(village);
      this.stage = "draft";
    } else if (this.stage === "draft") {
      doing("submit");
      await hand.write(this.change, surveyed(this.change, village, { wall: this.wall }), "/submit");
      this.stage = "submitted";
    } else {
      doing("publish");
      await chief.decide(this.change, "publish");
      this.stage = "published";
      await this.isPublic();
    }
  }

  async isPublic() {
    const page = await (await fetch(`${this.base}/villages/${this.village}`)).text();
    assert.ok(page.includes(this.wall), `${this.wall} is published and not shown`);
    this.published += 1;
    this.stage = "none";
  }

  async check() {
    // Cut off before its address was told: it is there, or it is not.
    if (!this.change) {
      const page = await this.hand.text("/staff/changes?list=own");
      const begun = [...page.matchAll(/href="(\/staff\/changes\/[^"/?]+)"/g)].map((match) => match[1]).filter((href) => href !== "/staff/changes/new");
      if (begun.length) [this.change, this.stage] = [begun[0], "draft"];
      else this.stage = "none";
      return;
    }
    const order = ["draft", "submitted", "published"];
    const stage = await this.found();
    const page = await (await fetch(`${this.base}/villages/${this.village}`)).text();
    assert.ok(order.indexOf(stage) >= order.indexOf(this.stage), `${this.change} is ${stage}, and was told to be ${this.stage}`);
    assert.equal(page.includes(this.wall), stage === "published", `${this.change} is ${stage}, and the page shows ${page.includes(this.wall) ? "it" : "nothing of it"}`);
    this.stage = stage;
    if (stage === "published") await this.isPublic();
  }

  async found() {
    const page = await this.chief.text(`${this.change}/review`);
    const state = /class="state state-([\w-]+)"/.exec(page)?.[1];
    const stage = ["draft", "submitted", "published"].find((one) => one === state);
    assert.ok(stage, `${this.change} is in a state that nobody knows: ${state}`);
    return stage;
  }

  async end() {
    while (this.stage !== "none") await this.step(() => {});
  }

  told() {
    return `${this.published} published`;
  }
}
