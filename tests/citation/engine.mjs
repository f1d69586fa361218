// Writes references with citeproc-js: reads { locales, jobs: [{ style, language, item }] } and prints their texts.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const CSL = createRequire(import.meta.url)("citeproc");
const { locales, jobs } = JSON.parse(readFileSync(0, "utf8"));
const files = new Map();

function file(path) {
  if (!files.has(path)) files.set(path, readFileSync(path, "utf8"));
  return files.get(path);
}

function reference({ style, language, item }) {
  const system = {
    // Where it asks for a variety that is not there, American English is the one all others rest on.
    retrieveLocale: (name) => file(`${locales}/locales-${/^(zh-CN|en-GB)$/.test(name) ? name : "en-US"}.xml`),
    retrieveItem: () => structuredClone(item),
  };
  const engine = new CSL.Engine(system, file(style), language, true);
  engine.setOutputFormat("text");
  engine.updateItems([item.id]);
  return engine.makeBibliography()[1][0].trim();
}

console.log(JSON.stringify(jobs.map(reference)));
