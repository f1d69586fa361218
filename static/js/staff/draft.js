// The form saves itself: on this device with every keystroke, on the server soon after.
import { Conflicts } from "./conflicts.js";
import { fieldNames, fieldOf, pairsOf, putValues, valuesOf } from "./fields.js";
import { forgetAllTyped, forgetTyped, keepTyped, typedIn } from "./kept.js";
import { showRead } from "./positions.js";
import { BackOff, NotSent, send } from "./send.js";
import { openFoldsOnTheWay, showChecks, showConflictCount, showOthers, showProblem } from "./told.js";
import { word } from "./words.js";

const PAUSE_MS = 3000;
/** Values of a field that are remembered while no answer comes. */
const MOST_UNANSWERED = 20;
/** Browsers send no more than this for a page that has been left. */
const MOST_AFTER_LEAVING_BYTES = 60_000;

export class Draft {
  constructor(form) {
    this.form = form;
    this.change = form.dataset.draft;
    this.line = document.getElementById("state");
    this.backOff = new BackOff();
    this.loaded = form.elements.version.value;
    /** Of which version the page shows a field, where that is not the one it was loaded with. */
    this.seen = new Map();
    /** What the server has of each field, as far as this page knows. */
    this.settled = new Map();
    /** What it has not: name to value. */
    this.unsaved = new Map();
    /** What was sent of it and never answered: the server may have that. */
    this.unanswered = new Map();
    /** What it would not take, and why, until it is changed. */
    this.refused = new Map();
    this.isKept = true;
    this.conflicts = new Conflicts(form, (name) => this.touch(name, true));
    this.learn();
  }

  async open() {
    const { form } = this;
    const touch = (event) => this.touchControl(event.target);
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    // What stands there while characters are being composed is kept, but not yet sent.
    form.addEventListener("compositionstart", () => (this.isComposing = true));
    form.addEventListener("compositionend", (event) => {
      this.isComposing = false;
      touch(event);
    });
    // Who leaves a field may look away from the page next: what stands in it is not held back for the pause.
    form.addEventListener("focusout", () => this.unsaved.size && this.saveSoon(0));
    form.addEventListener("submit", (event) => this.submit(event));
    form.addEventListener("formdata", (event) => this.leaveOutSaved(event.formData));
    form.querySelector("[data-preview]")?.addEventListener("click", (event) => this.preview(event));
    addEventListener("online", () => this.saveSoon(0));
    addEventListener("offline", () => this.tellFailure(new NotSent("offline")));
    // Both: a phone may end a page that is out of sight without any `pagehide`.
    addEventListener("pagehide", () => this.lastWords());
    // One that comes back out of the browser's memory is this same object, and still thinks that it leaves.
    addEventListener("pageshow", (event) => event.persisted && (this.isLeaving = false));
    document.addEventListener("visibilitychange", () => document.hidden && this.lastWords());
    // Nobody is asked where the device has it: it is put back when the page opens again.
    addEventListener("beforeunload", (event) => !this.isKept && this.unsaved.size && !this.isLeaving && event.preventDefault());
    openFoldsOnTheWay();
    await this.putBack();
  }

  /** Takes the fields that the page shows newly for what the server has. */
  learn(version = this.loaded) {
    for (const name of fieldNames(this.form)) {
      if (this.settled.has(name)) continue;
      this.settled.set(name, JSON.stringify(valuesOf(this.form, name)));
      if (version !== this.loaded) this.seen.set(name, version);
    }
  }

  /** Puts what was typed last time, and never acknowledged, into its fields again, and sends it. */
  async putBack() {
    const typed = await typedIn(this.change).catch(() => []);
    let count = 0;
    for (const { name, values, version, unanswered = [] } of typed) {
      const now = JSON.stringify(values);
      const apart = this.apart(name);
      // What goes along only at the end has no state on the server to be held against: a text that stands there
      // already stays.
      if (apart) {
        if (!apart.value) apart.value = values[0];
        continue;
      }
      // Typed while the store was being opened: that is the newer one.
      if (this.unsaved.has(name)) continue;
      if (this.settled.get(name) === now) {
        this.forget(name);
        continue;
      }
      putValues(this.form, name, values);
      this.seen.set(name, version);
      this.unanswered.set(name, unanswered);
      this.unsaved.set(name, now);
      count += 1;
    }
    if (!count) return;
    this.tell("putBack", { n: count });
    this.saveSoon(0);
  }

  /** A control that goes along only when the whole is submitted, but is kept like the rest. */
  apart(name) {
    return [...this.form.querySelectorAll("[data-kept]")].find((control) => control.name === name);
  }

  touchControl(control) {
    if (control.hasAttribute?.("data-kept")) {
      this.keep(control.name, [control.value], this.loaded);
      return;
    }
    const name = fieldOf(control);
    if (name) this.touch(name);
  }

  touch(name, isChosen = false) {
    const values = valuesOf(this.form, name);
    const now = JSON.stringify(values);
    if (this.refused.delete(name)) showProblem(this.form, name, "");
    // While another value is under way the server is about to have that: the old one is then unsaved too.
    if (now === this.settled.get(name) && !isChosen && !this.conflicts.has(name) && !this.inFlight?.has(name)) {
      this.unsaved.delete(name);
      this.forget(name);
      if (!this.unsaved.size && !this.saving) this.tell("clean");
      return;
    }
    this.unsaved.set(name, now);
    this.keep(name, values);
    if (!this.waiting) this.tell("typing");
    this.saveSoon(isChosen ? 0 : PAUSE_MS);
  }

  keep(name, values, version = this.seen.get(name) ?? this.loaded) {
    keepTyped({ change: this.change, name, values, version, unanswered: this.unanswered.get(name) }).then(
      () => (this.isKept = true),
      () => (this.isKept = false),
    );
  }

  forget(name) {
    forgetTyped(this.change, name).catch(() => {});
  }

  saveSoon(pause) {
    // A pause that runs is not begun anew: who types on without a stop is saved all the same.
    if (pause === 0) clearTimeout(this.timer);
    else if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.isComposing) this.saveSoon(PAUSE_MS);
      else this.save();
    }, pause);
  }

  /** Sends what is unsaved until nothing is. True when the server has everything. */
  save(isAsked = false) {
    if (isAsked) this.isSignedOut = false;
    // Who has put the dialog off is not asked again every few seconds, only when they press a button.
    if (this.isSignedOut) return Promise.resolve(false);
    this.saving ??= this.sendAll().finally(() => (this.saving = undefined));
    return this.saving;
  }

  async sendAll() {
    clearTimeout(this.waiting);
    this.waiting = undefined;
    try {
      for (let batch = this.nextBatch(); batch; batch = this.nextBatch()) await this.sendBatch(batch);
    } catch (failure) {
      if (!(failure instanceof NotSent)) throw failure;
      this.tellFailure(failure);
      if (failure.kind === "signed-out") this.isSignedOut = true;
      else this.waiting = setTimeout(() => this.save(), this.backOff.next(failure.waitSeconds) * 1000);
      return false;
    }
    return this.refused.size === 0;
  }

  /** Fields that were typed over one version: what others wrote since then shall not be taken for seen. */
  nextBatch() {
    let version;
    const fields = new Map();
    for (const [name, value] of this.unsaved) {
      if (this.refused.has(name)) continue;
      const over = this.seen.get(name) ?? this.loaded;
      version ??= over;
      if (over === version) fields.set(name, value);
    }
    return fields.size ? { version, fields } : null;
  }

  async sendBatch({ version, fields }) {
    this.tell("saving");
    this.inFlight = fields;
    for (const [name, value] of fields) this.expectAnswer(name, value);
    try {
      const body = this.body(version, fields);
      // What is encoded as a form is ASCII, so that its length is its bytes.
      const keepalive = String(body).length < MOST_AFTER_LEAVING_BYTES;
      const answer = await send(this.form.action, { method: "POST", body, keepalive });
      this.acknowledge(fields, await answer.json());
      this.backOff.reset();
    } catch (failure) {
      // What is no refusal of ours, such as an answer of a proxy that is no JSON, is tried again.
      if (failure.kind !== "refused") throw failure instanceof NotSent ? failure : new NotSent("busy");
      // One field that is refused shall not hold up the others.
      if (fields.size > 1) for (const [name, value] of fields) await this.sendBatch({ version, fields: new Map([[name, value]]) });
      else this.refuse([...fields.keys()][0], failure);
    } finally {
      this.inFlight = undefined;
    }
  }

  /** Noted on the device too: the page may be closed before the answer comes. */
  expectAnswer(name, value) {
    const values = this.unanswered.get(name) ?? [];
    if (values.includes(value)) return;
    this.unanswered.set(name, [...values, value].slice(-MOST_UNANSWERED));
    if (this.unsaved.has(name)) this.keep(name, JSON.parse(this.unsaved.get(name)));
  }

  /** What stands there is what this page sent itself, only that the answer was lost: no news to who wrote it. */
  isOwn({ name, theirs }) {
    // As the server joins the values of boxes.
    return (this.unanswered.get(name) ?? []).some((value) => JSON.parse(value).join(", ") === theirs);
  }

  body(version, fields) {
    const pairs = [...fields].flatMap(([name, value]) => pairsOf(name, JSON.parse(value)));
    return new URLSearchParams([["version", version], ...pairs]);
  }

  acknowledge(fields, { version, saved_at, conflicts = [], checks, others, filled = [], places }) {
    const own = new Set(conflicts.filter((conflict) => this.isOwn(conflict)).map(({ name }) => name));
    const inConflict = new Set(conflicts.map(({ name }) => name));
    this.form.elements.version.value = version;
    for (const [name, value] of fields) {
      this.seen.set(name, String(version));
      // Answered, in a conflict too: the page has now been told what stands there.
      this.unanswered.delete(name);
      if (!inConflict.has(name)) {
        this.settled.set(name, value);
        this.conflicts.settle(name);
      }
      if (this.unsaved.get(name) !== value || own.has(name)) {
        // More was typed, over what the server has now.
        this.keep(name, JSON.parse(this.unsaved.get(name)));
        continue;
      }
      this.unsaved.delete(name);
      // In a conflict it stays on this device until a person has chosen.
      if (!inConflict.has(name)) this.forget(name);
    }
    for (const one of filled) this.fillIn(one, String(version));
    showRead(places);
    for (const conflict of conflicts) {
      if (!own.has(conflict.name) && !this.conflicts.says(conflict)) this.conflicts.show(conflict);
    }
    showConflictCount(this.conflicts.labels);
    showChecks(checks);
    showOthers(others);
    this.tellSaved(saved_at);
  }

  /** Shows what the server has put into a field; what was typed there meanwhile goes on. */
  fillIn({ name, value }, version) {
    if (this.unsaved.has(name)) return;
    putValues(this.form, name, [value]);
    this.settled.set(name, JSON.stringify(valuesOf(this.form, name)));
    this.seen.set(name, version);
    this.forget(name);
  }

  tellSaved(at) {
    const n = this.conflicts.labels.length;
    if (this.refused.size) this.tellRefused();
    else this.tell(n ? "choose" : "saved", { at, n }, n > 0);
  }

  refuse(name, failure) {
    // It was answered: the server does not have it.
    this.unanswered.delete(name);
    this.refused.set(name, failure.message);
    showProblem(this.form, name, failure.message);
    this.tellRefused();
  }

  tellRefused() {
    this.tell("refused", { why: [...this.refused.values()][0] }, true);
  }

  tellFailure({ kind }) {
    const unsaved = this.unsaved.size > 0;
    if (kind === "offline" && !unsaved) return;
    if (!this.isKept) this.tell("unkept", {}, true);
    else if (kind === "signed-out") this.tell("signedOut", {}, true);
    else this.tell(kind === "offline" && !navigator.onLine ? "offline" : "unsaved", {}, true);
  }

  tell(key, values, isWrong = false) {
    const text = word(key, values);
    if (this.line.textContent !== text) this.line.textContent = text;
    this.line.classList.toggle("wrong", isWrong);
  }

  /** A page that is left sends what it can; what does not arrive is kept here and sent when it opens again. */
  lastWords() {
    if (!this.isLeaving) this.save();
  }

  /** A button of the form first saves; then, if it does more than that, the form goes its way without what was saved. */
  async submit(event) {
    if (this.isLeaving) return;
    const { submitter } = event;
    if (submitter?.hasAttribute("data-discard")) {
      this.unsaved.clear();
      this.isLeaving = true;
      // Without waiting, since the form goes its way now. What is left behind belongs to a change that nobody opens
      // to write.
      forgetAllTyped(this.change).catch(() => {});
      return;
    }
    event.preventDefault();
    await this.saving;
    const isWhole = await this.save(true);
    if (!isWhole || !submitter || submitter.hasAttribute("data-save")) return;
    this.isLeaving = true;
    // Not within the event that was prevented: a form that is being submitted cannot be submitted again.
    setTimeout(() => this.form.requestSubmit(submitter));
  }

  leaveOutSaved(data) {
    if (!this.isLeaving) return;
    for (const name of this.settled.keys()) data.delete(name);
    for (const name of [...data.keys()]) if (name.startsWith("choice ")) data.delete(name);
  }

  async preview(event) {
    if (!this.unsaved.size) return;
    event.preventDefault();
    const address = event.currentTarget.href;
    // Opened at once, since a window that opens later is taken for an advertisement.
    const opened = window.open("", "_blank");
    await this.save(true);
    if (opened) opened.location = address;
    else location.assign(address);
  }
}
