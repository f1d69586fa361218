// What an answer of the server says about the whole change: what the checks found, who else writes, where two people differ.
import { controlsOf } from "./fields.js";
import { element, word } from "./words.js";

export function showChecks(checks) {
  const section = document.getElementById("checks");
  if (!section || !checks) return;
  const sorted = [...checks].sort((a, b) => (a.severity === "blocking" ? 0 : 1) - (b.severity === "blocking" ? 0 : 1));
  section.querySelector("ul").replaceChildren(...sorted.map(checkItem));
  section.querySelector(".none").hidden = sorted.length > 0;
  document.getElementById("check-count").textContent = sorted.length;
}

function checkItem(check) {
  const severity = element("span", { className: "severity" }, word(check.severity));
  const label = check.field ? element("a", { href: check.field }, check.label) : element("b", {}, check.label);
  return element("li", { className: check.severity }, severity, " ", label, element("span", { className: "message" }, check.message));
}

export function showOthers(others) {
  const line = document.getElementById("others");
  if (!line || !others) return;
  line.textContent = others.map((other) => word("other", other)).join(word("separator"));
  line.hidden = others.length === 0;
}

/** Says beside a field why the server did not take it; an empty text takes that away. */
export function showProblem(form, name, why) {
  const controls = controlsOf(form, name);
  const control = controls[0]?.closest("[data-field]")?.querySelector(".control");
  if (!control) return;
  let line = control.parentElement.querySelector("[data-refusal]");
  if (why && !line) control.after((line = element("p", { className: "problem", dataset: { refusal: "" } })));
  if (line) line.textContent = why;
  for (const one of controls) one.toggleAttribute("aria-invalid", false);
  if (why) for (const one of controls) one.setAttribute("aria-invalid", "true");
  else line?.remove();
}

export function showConflictCount(labels) {
  const line = document.getElementById("conflicts");
  line.hidden = labels.length === 0;
  line.replaceChildren(word("conflicts", { n: labels.length }), " ", element("b", {}, labels.join(word("separator"))));
}

/** Makes the list of checks lead to a field also where it is folded away. */
export function openFoldsOnTheWay() {
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const aim = id && document.getElementById(id);
    if (!aim) return;
    for (let fold = aim.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    aim.scrollIntoView({ block: "center" });
    aim.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    // A second press on the same link changes no address.
    if (link && link.hash === location.hash) reveal();
  });
  reveal();
}
