// The controls of a field: one of text, or several boxes of one name. A field's value is a list of strings.

/** The name of the field that a control belongs to, or null where it is no field's. */
export function fieldOf(control) {
  if (!control.matches?.("input, textarea, select") || !control.name || !control.closest("[data-field]")) return null;
  return control.hasAttribute("data-choice") ? null : control.name;
}

/** The names of all fields of the form. */
export function fieldNames(form) {
  return new Set([...form.elements].map(fieldOf).filter(Boolean));
}

export function controlsOf(form, name) {
  // Before boxes stands a hidden empty value, which says that none is ticked: it is no box, and its value no
  // choice.
  return [...form.elements].filter((control) => control.name === name && fieldOf(control) && control.type !== "hidden");
}

export function valuesOf(form, name) {
  const controls = controlsOf(form, name);
  return controls.filter((control) => !isBox(control) || control.checked).map((control) => control.value);
}

export function putValues(form, name, values) {
  for (const control of controlsOf(form, name)) {
    if (isBox(control)) control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

/** What is sent for a field. That nothing is chosen is sent too, as an empty value. */
export function pairsOf(name, values) {
  return values.length ? values.map((value) => [name, value]) : [[name, ""]];
}

function isBox(control) {
  return control.type === "checkbox" || control.type === "radio";
}
