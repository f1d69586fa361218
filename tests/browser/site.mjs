// The site under test, and the pages that stand for all others.
import { readFileSync } from "node:fs";

export { languageOf } from "./survey.mjs";

/** What `run.mjs` found: the address of the program, its data folder, every page of the sitemap. */
export const { base, data, pages } = JSON.parse(readFileSync(process.env.SITE, "utf8"));

/** States of pages that no sitemap lists. */
const STATES = [
  { template: "villages as plates", path: "/villages?view=grid" },
  { template: "map, the circle of one", path: "/map?at=fancunbu" },
  { template: "map, one town", path: "/map?town=senglou&certainty=lead" },
  { template: "photos of one village", path: "/photos?village=fancunbu" },
  { template: "photos, a later page", path: "/photos?page=2" },
  { template: "photos, nothing found", path: "/photos?village=weizhuang&element=tunnel" },
  { template: "two forts side by side", path: "/compare?ids=xiaozhang,fancunbu" },
  { template: "six forts side by side", path: "/compare?ids=xiaozhang,fancunbu,weizhuang,guzhen,zhangwu,open-1" },
  { template: "one fort chosen", path: "/compare?ids=weizhuang" },
  { template: "no comparison", path: "/compare?ids=no-such,xiaozhang", status: 404 },
  { template: "search, nothing asked", path: "/search" },
  { template: "search, by kind", path: "/search?q=%E5%A0%A1" },
  { template: "search, one kind", path: "/search?q=%E5%A0%A1&kind=photo&page=2" },
  { template: "search, another meant", path: "/search?q=fanchunbu" },
  { template: "search, nothing found", path: "/search?q=qwrtzxcv" },
  { template: "an older revision", path: "/villages/fancunbu@1" },
  { template: "not found", path: "/no-such-page", status: 404 },
];

/** The fullest and the sparsest page of each template, and the states, in one language. */
export function samples(language) {
  const chosen = [];
  const mine = pages.filter((page) => page.language === language);
  for (const template of new Set(mine.map((page) => page.template))) {
    const alike = mine.filter((page) => page.template === template).sort((a, b) => b.bytes - a.bytes);
    chosen.push(alike[0]);
    if (alike.length > 1) chosen.push(alike.at(-1));
  }
  const states = STATES.map((state) => ({ status: 200, ...state, path: inLanguage(language, state.path), language }));
  return [...chosen.map((page) => ({ status: 200, ...page })), ...states];
}

/** The address of a Chinese page in a language. */
export function inLanguage(language, path) {
  return language === "en" ? `/en${path}` : path;
}

/** A GET that follows nothing. */
export function get(path, headers = {}) {
  return fetch(base + path, { headers, redirect: "manual" });
}
