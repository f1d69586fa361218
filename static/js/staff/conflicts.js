// Two people wrote one field: both texts stand in it, with their authors, until a person has chosen.
import { controlsOf, putValues } from "./fields.js";
import { element, word } from "./words.js";

const LISTS = ".of-choice, .of-code, .of-codes, .of-sources";

export class Conflicts {
  /** `chosen(name)` is called when a person has settled a field. */
  constructor(form, chosen) {
    this.form = form;
    this.chosen = chosen;
    this.shown = new Map();
    for (const box of form.querySelectorAll(".conflict")) this.takeOver(box);
  }

  /** A box that came with the page holds the field's name, for pages without script; here the field itself has it. */
  takeOver(box) {
    const field = box.closest("[data-field]");
    const name = field.dataset.field;
    for (const radio of box.querySelectorAll("input[type=radio]")) {
      radio.name = `choice ${name}`;
      radio.checked = false;
    }
    field.querySelector("[data-until-chosen]")?.removeAttribute("data-until-chosen");
    for (const control of controlsOf(this.form, name)) control.disabled = false;
    this.follow(box, name);
    this.shown.set(name, { box, label: labelOf(field) });
  }

  show({ name, label, yours, theirs, yours_said, theirs_said, by, at }) {
    const field = controlsOf(this.form, name)[0]?.closest("[data-field]");
    if (!field) return;
    this.shown.get(name)?.box.remove();
    const legend = element("legend", {}, word("conflict"));
    const sides = [
      [word("yours"), yours],
      [word("theirs", { by, at }), theirs],
    ];
    const box = element("fieldset", { className: "conflict" }, legend);
    if (field.matches(LISTS)) {
      const row = ([who, value]) => element("div", {}, element("dt", {}, who), element("dd", {}, value));
      // By their words: what is sent for a choice may be an id.
      const said = [yours_said, theirs_said];
      box.append(element("dl", {}, ...sides.map(([who], n) => row([who, said[n]]))), element("p", {}, word("below")));
    } else {
      box.append(...sides.map(([who, value]) => this.side(name, who, value)));
    }
    field.querySelector(".control").before(box);
    this.follow(box, name);
    this.shown.set(name, { box, label, theirs });
  }

  /** Whether that is what stands there: what others have written since must be seen before it is written over. */
  says({ name, theirs }) {
    const shown = this.shown.get(name);
    return shown !== undefined && (shown.theirs === undefined || shown.theirs === theirs);
  }

  side(name, who, value) {
    const radio = element("input", { type: "radio", name: `choice ${name}`, value, dataset: { choice: "" } });
    const text = element("span", {}, element("b", {}, who), element("span", { className: "wording" }, value));
    return element("label", { className: "option" }, radio, text);
  }

  follow(box, name) {
    box.addEventListener("change", (event) => {
      putValues(this.form, name, [event.target.value]);
      this.chosen(name);
    });
  }

  settle(name) {
    const shown = this.shown.get(name);
    if (!shown) return;
    this.shown.delete(name);
    // With a box that goes the focus would fall back to the top of the page.
    const hadFocus = shown.box.contains(document.activeElement);
    shown.box.remove();
    if (hadFocus) controlsOf(this.form, name)[0]?.focus();
  }

  has(name) {
    return this.shown.has(name);
  }

  get labels() {
    return [...this.shown.values()].map(({ label }) => label);
  }
}

function labelOf(field) {
  return field.querySelector("label, legend").firstChild.textContent.trim();
}
