// Reads what the program serves with readers that others wrote: [{ bibtex, ris, html }] gives what each found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";

const require = createRequire(import.meta.url);
const { load } = require("cheerio");
const html = require("html-metadata");

async function read(page) {
  const document = load(page.html);
  const [bibtex, ris] = [page.bibtex, page.ris].map((text) => new Cite(text).format("data", { format: "object" }));
  return {
    bibtex,
    ris,
    highwire: await html.parseHighwirePress(document),
    dublinCore: await html.parseDublinCore(document),
    coins: await html.parseCOinS(document),
    jsonLd: await html.parseJsonLd(document),
    openGraph: await html.parseOpenGraph(document),
  };
}

const pages = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(pages.map(read))));
