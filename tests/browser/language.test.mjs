// Two languages, one site: the switch keeps the place, and whoever reads English stays in English.
import assert from "node:assert/strict";
import { test } from "node:test";

import { onEach } from "./browser.mjs";
import { elements, texts } from "./html.mjs";
import { base, get, inLanguage, languageOf, pages, samples } from "./site.mjs";

const QUERIES = ["/photos?village=fancunbu", "/photos?page=2", "/villages?view=grid"];

test("the switch leads to the same page and keeps the question", async () => {
  const chinese = pages.filter((page) => page.language === "zh").map((page) => page.path);
  const list = [...chinese, ...QUERIES].map((path) => ({ path }));
  const findings = await onEach(list, async ({ path }) => {
    const english = path === "/" ? "/en/" : `/en${path}`;
    return [...(await leads(path, "en", english)), ...(await leads(english, "zh-Hans", path))];
  });
  assert.deepEqual(findings, []);

  async function leads(from, tag, to) {
    const html = await (await get(from)).text();
    const link = elements(html).find(({ name, attributes }) => name === "a" && attributes.hreflang === tag);
    if (!link) return [`${from} has no switch to ${tag}`];
    return link.attributes.href === to ? [] : [`the switch on ${from} leads to ${link.attributes.href}, not to ${to}`];
  }
});

for (const language of ["zh", "en"]) {
  test(`pages lead to pages of their own language only: ${language}`, async () => {
    const list = [...pages.filter((page) => page.language === language), ...samples(language)];
    const findings = await onEach(list, async ({ path }) => {
      const html = await (await get(path)).text();
      return elements(html)
        .filter(({ name, attributes }) => /^(a|form|area)$/.test(name) && !attributes.hreflang)
        .map(({ attributes }) => attributes.href ?? attributes.action ?? "")
        .filter((href) => href.startsWith("/") && !/^\/(iiif|assets|api)\//.test(href))
        .filter((href) => languageOf(href) !== language)
        .map((href) => `leads to ${href}`);
    });
    assert.deepEqual(findings, []);
  });
}

test("each page names its address and its other language, and both agree", async () => {
  const alternates = new Map();
  const findings = await onEach(pages, async ({ path, language }) => {
    const head = elements(await (await get(path)).text()).filter(({ name }) => name === "link");
    const canonical = head.filter(({ attributes }) => attributes.rel === "canonical").map(({ attributes }) => attributes.href);
    const found = [];
    if (canonical.length !== 1 || canonical[0] !== base + path) found.push(`canonical is ${canonical}`);
    const links = head.filter(({ attributes }) => attributes.rel === "alternate" && attributes.hreflang);
    const named = Object.fromEntries(links.map(({ attributes }) => [attributes.hreflang, attributes.href]));
    alternates.set(base + path, named);
    if (named[language === "zh" ? "zh-Hans" : "en"] !== base + path) found.push("does not name itself among its languages");
    if (named["x-default"] !== named["zh-Hans"]) found.push(`x-default is ${named["x-default"]}`);
    return found;
  });
  for (const [address, named] of alternates) {
    for (const other of Object.values(named)) {
      if (JSON.stringify(alternates.get(other)) !== JSON.stringify(named)) findings.push(`${address} and ${other} do not name each other`);
    }
  }
  assert.deepEqual(findings, []);
});

test("what is in the other language says so", async () => {
  const han = (text) => [...text].filter((letter) => /\p{Script=Han}/u.test(letter)).length;
  const latin = (text) => text.match(/[A-Za-z]+/g)?.length ?? 0;
  const findings = await onEach([...samples("zh"), ...samples("en")], async ({ path }) => {
    const found = [];
    for (const { text, language } of texts(await (await get(path)).text())) {
      if (language.startsWith("en") && han(text) > 1 && han(text) > text.length / 2) found.push(`not marked as Chinese: ${text}`);
      if (language === "zh-Hans" && latin(text) > 4 && han(text) === 0 && !/^(https?:|[0-9a-f-]{36,64}$)/.test(text)) found.push(`not marked as English: ${text}`);
    }
    return [...new Set(found)].slice(0, 5);
  });
  assert.deepEqual(findings, []);
});
