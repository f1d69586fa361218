// HTML as the standard parses it, without a browser.
import { parse as parseDocument } from "parse5";

/** Every element of a page in document order: `{ name, attributes, text }`. */
export function elements(html) {
  const found = [];
  walk(parseDocument(html));
  return found;

  function walk(node) {
    if (node.tagName) found.push(view(node));
    for (const child of node.childNodes ?? []) walk(child);
    if (node.content) walk(node.content);
  }
}

/** Every piece of text a reader sees, with the language it is said to be in: `{ text, language }`. */
export function texts(html) {
  const found = [];
  walk(parseDocument(html), "");
  return found;

  function walk(node, language) {
    if (node.nodeName === "script" || node.nodeName === "style") return;
    const own = node.attrs?.find(({ name }) => name === "lang")?.value ?? language;
    if (node.nodeName === "#text" && node.value.trim()) found.push({ text: node.value.trim(), language: own });
    for (const child of node.childNodes ?? []) walk(child, own);
  }
}

function view(node) {
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  return { name: node.tagName, attributes, get text() { return textOf(node).trim(); } };
}

function textOf(node) {
  return node.value ?? (node.childNodes ?? []).map(textOf).join("");
}
