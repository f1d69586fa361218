// The position of a place: from the device at a press, never over what was typed without asking; and what the server has
// understood of what was typed.
import { controlsOf, putValues, valuesOf } from "./fields.js";
import { word } from "./words.js";

const PATIENCE_S = 30;
// The codes of `GeolocationPositionError`.
const WHY = { 1: "locateDenied", 2: "locateUnavailable", 3: "locateTimeout" };

/** `form` is the form of a change; `draft` saves it. */
export function addPositions(form, draft) {
  // A pair is taken apart by the server, at once when it is pasted.
  form.addEventListener("input", (event) => {
    if (event.target.closest(".of-pair") && event.inputType === "insertFromPaste") draft.saveSoon(0);
  });
  if (!isSecureContext || !navigator.geolocation) return;
  for (const place of form.querySelectorAll("[data-place]")) {
    const box = place.querySelector("[data-locate]");
    if (box) new Locator(form, place.dataset.place, box).open();
  }
}

class Locator {
  constructor(form, place, box) {
    this.form = form;
    this.place = place;
    this.box = box;
  }

  open() {
    this.box.hidden = false;
    this.part("go").addEventListener("click", () => this.ask());
    this.part("replace").addEventListener("click", () => this.fill());
    this.part("leave").addEventListener("click", () => {
      this.close();
      this.tell("locateLeft");
    });
  }

  part(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  ask() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.part("ask").hidden = true;
    this.part("go").setAttribute("aria-disabled", "true");
    this.tell("locating", { seconds: PATIENCE_S });
    const settle = (then) => (answer) => {
      this.isWaiting = false;
      this.part("go").removeAttribute("aria-disabled");
      then(answer);
    };
    navigator.geolocation.getCurrentPosition(
      settle((found) => this.found(found)),
      settle((failure) => this.tell(WHY[failure.code] ?? WHY[2], { seconds: PATIENCE_S }, true)),
      // No position from before: it may be that of the last village.
      { enableHighAccuracy: true, timeout: PATIENCE_S * 1000, maximumAge: 0 },
    );
  }

  found({ coords: { longitude, latitude, accuracy } }) {
    const radius = String(Math.ceil(accuracy));
    this.values = { lon: longitude.toFixed(6), lat: latitude.toFixed(6), datum: "WGS84", uncertainty_m: radius, method: "gps" };
    this.radius = radius;
    const differs = ([name, value]) => {
      const [typed] = valuesOf(this.form, this.nameOf(name));
      return typed && typed !== value;
    };
    const pair = valuesOf(this.form, this.nameOf("pair")).some(Boolean);
    if (!pair && !Object.entries(this.values).some(differs)) return this.fill();
    this.part("ask").hidden = false;
    this.tell("locatedOver", { place: `${this.values.lat}, ${this.values.lon}`, m: radius });
    // On the button that loses nothing: a press too many is harmless.
    this.part("leave").focus();
  }

  nameOf(field) {
    return `${this.place}.${field}`;
  }

  fill() {
    this.close();
    // A pair that stands in its box would be read against the two numbers.
    for (const [field, value] of Object.entries({ ...this.values, pair: "" })) {
      const name = this.nameOf(field);
      putValues(this.form, name, [value]);
      // A value that a script puts in fires nothing: without this the draft would never save it.
      controlsOf(this.form, name)[0]?.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.tell("located", { m: this.radius });
  }

  close() {
    const hadFocus = this.part("ask").contains(document.activeElement);
    this.part("ask").hidden = true;
    if (hadFocus) this.part("go").focus();
  }

  tell(key, values, isWrong = false) {
    const line = this.part("told");
    line.hidden = false;
    line.textContent = word(key, values);
    line.classList.toggle("fault", isWrong);
  }
}

/** Says of each place what the server has read. */
export function showRead(places = []) {
  const lines = new Set(document.querySelectorAll(".position > .read"));
  for (const { id, text, is_wrong } of places) {
    const line = document.getElementById(id);
    if (!line) continue;
    lines.delete(line);
    if (line.textContent !== text) line.textContent = text;
    line.hidden = !text;
    line.classList.toggle("wrong", is_wrong);
  }
  for (const line of lines) line.hidden = true;
}
