// No dead end: every link, picture and anchor of every page in the sitemap.
//
// A debug build takes up to a second to make a picture, and a picture is offered in sixteen sizes: each is asked for in
// the size that needs no choice and in the smallest of each format, and one picture in all its sizes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { onEach } from "./browser.mjs";
import { elements } from "./html.mjs";
import { base, get, pages, samples } from "./site.mjs";

const AT_ONCE = 4;
const IN_ALL_SIZES = "/fancunbu-02";

test("every address named on any page answers, and every anchor is there", { timeout: 900_000 }, async () => {
  const ids = new Map();
  const asked = new Map();
  const anchors = [];
  for (const { path } of [...pages, ...samples("zh"), ...samples("en")]) {
    const found = elements(await (await get(path)).text());
    ids.set(path, new Set(found.map(({ attributes }) => attributes.id).filter(Boolean)));
    for (const address of found.flatMap(addresses)) {
      const url = new URL(address, base + path);
      if (url.origin !== base) continue;
      const target = url.pathname + url.search;
      // An error page may lead to its own headings.
      if (target !== path && !asked.has(target)) asked.set(target, path);
      if (url.hash) anchors.push({ path, target, id: decodeURIComponent(url.hash.slice(1)) });
    }
  }
  const findings = [];
  await inParallel([...asked], async ([target, path]) => {
    const response = await get(target);
    const bytes = (await response.arrayBuffer()).byteLength;
    if (response.status !== 200 || bytes === 0) findings.push(`${target} on ${path} answers ${response.status}, ${bytes} bytes`);
  });
  for (const { path, target, id } of anchors) {
    if (!ids.has(target)) ids.set(target, new Set(elements(await (await get(target)).text()).map((at) => at.attributes.id)));
    if (!ids.get(target).has(id)) findings.push(`${target}#${id} on ${path} leads nowhere`);
  }
  assert.ok(asked.size > 300, `only ${asked.size} addresses were found`);
  assert.deepEqual([...new Set(findings)].sort(), []);
});

test("no id is given twice on a page", async () => {
  const findings = await onEach([...samples("zh"), ...samples("en")], async ({ path }) => {
    const ids = elements(await (await get(path)).text()).map(({ attributes }) => attributes.id).filter(Boolean);
    return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `has #${id} twice`);
  });
  assert.deepEqual(findings, []);
});

test("links to other hosts do not tell them where the reader was", async () => {
  const findings = await onEach([...samples("zh"), ...samples("en")], async ({ path }) =>
    elements(await (await get(path)).text())
      .filter(({ name, attributes }) => name === "a" && /^https?:/.test(attributes.href ?? "") && !attributes.href.startsWith(base))
      .filter(({ attributes }) => !/noreferrer/.test(attributes.rel ?? ""))
      .map(({ attributes }) => `${attributes.href} without rel=noreferrer`),
  );
  assert.deepEqual(findings, []);
});

function addresses({ name, attributes }) {
  const found = [];
  if (name === "form") found.push(attributes.action);
  if (attributes.href && !/^(mailto|tel|data):/.test(attributes.href)) found.push(attributes.href);
  if (attributes.src && !attributes.src.startsWith("data:")) found.push(attributes.src);
  const sizes = (attributes.srcset?.split(/,\s+/) ?? []).map((candidate) => candidate.trim().split(/\s/)[0]);
  found.push(...(sizes[0]?.includes(IN_ALL_SIZES) ? sizes : sizes.slice(0, 1)));
  if (name === "meta" && /^og:(image|url)$/.test(attributes.property ?? "")) found.push(attributes.content);
  return found.filter(Boolean);
}

async function inParallel(list, work) {
  const rest = list.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}
