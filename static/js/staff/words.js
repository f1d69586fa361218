/** A text that the page brought along, in its language: `word("saved", { at: "14:02" })`. */
export function word(key, values = {}) {
  const text = document.getElementById("words")?.dataset[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** An element with properties; `dataset` and children are given apart. */
export function element(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}
