// The scale part of `make bench`: the whole server over as many sites as a country's census has, in records without pictures.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Program } from "./program.mjs";

const PAGES = 400;
const MIXED = 10_000;
const BROTLI = { headers: { "accept-encoding": "br" } };

/** Measures, and gives each goal to `add`. A photo for every eighth site, an essay for every thousandth. */
export async function scale({ programs, work, add, sites }) {
  const data = join(work, "scale");
  const tool = (...words) => execFileSync(join(programs, "examples/search_archive"), words.map(String)).toString();
  mkdirSync(data, { recursive: true });
  tool("fill", data, sites, Math.ceil(sites / 8), Math.ceil(sites / 1_000));
  const name = `${sites} sites`;

  const first = await Program.start(programs, data);
  add(`${name}: lists and index made at the first start`, "–", await complete(first));
  await first.stop();
  const starts = [];
  for (let run = 0; run < 3; run++) {
    const program = await Program.start(programs, data);
    starts.push(program.startSeconds);
    await program.stop();
  }
  const program = await Program.start(programs, data);
  starts.sort((a, b) => a - b);
  add(`${name}: start (median of 3)`, "≤ 2 s", `${starts[1].toFixed(2)} s`);
  await complete(program);
  await sleep(3000);
  add(`${name}: memory after the start`, "≤ 500 MB", megabytes(program));

  const kinds = await addresses(program);
  for (const [kind, paths] of Object.entries(kinds)) {
    const times = [];
    for (const path of paths) times.push(await timed(program, path));
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(1);
    add(`${name}: ${kind}, uncached, ${times.length} addresses, one after the other: p99`, "≤ 30 ms", `${at(0.99)} ms (median ${at(0.5)} ms)`);
  }
  await mixed(program, Object.values(kinds).flat());
  add(`${name}: memory after ${MIXED} mixed requests`, "≤ 700 MB", megabytes(program));

  const id = "newly-found";
  const title = "新近发现甲堡";
  const began = performance.now();
  tool("publish", data, id, title);
  const committed = performance.now();
  const seen = await Promise.all([
    until(program, `/villages/${id}`, (text) => text.includes(title)),
    until(program, `/api/v1/search?q=${encodeURIComponent(title)}`, (text) => text.includes(`"${id}"`)),
    until(program, "/healthz", (text) => text.includes("ok")),
  ]);
  const [page, found] = seen.map((at) => `${(at - committed).toFixed(0)} ms`);
  add(`${name}: one record published in ${(committed - began).toFixed(0)} ms → its page, the search`, "≤ 1 s", `${page}, ${found}`);
  await program.stop();
}

/** Waits until lists and search answer; says how long that took and what memory it cost at most. */
async function complete(program) {
  const began = performance.now();
  let most = 0;
  const is = async (path) => (await fetch(program.base + path).catch(() => null))?.ok;
  while (!((await is("/villages")) && (await is("/inventory")) && (await is("/api/v1/search?q=%E5%A0%A1")))) {
    most = Math.max(most, program.residentBytes());
    await sleep(500);
  }
  return `${((performance.now() - began) / 1000).toFixed(0)} s, at most ${(most / 1e6).toFixed(0)} MB`;
}

/** Addresses that nobody asked for before, by kind. */
async function addresses(program) {
  const locations = async (path) => {
    const text = await (await fetch(program.base + path)).text();
    return [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1].replace(program.base, ""));
  };
  const parts = await locations("/sitemap.xml");
  const some = [];
  for (let at = 0; at < parts.length; at += Math.ceil(parts.length / 12)) some.push(...(await locations(parts[at])));
  const each = (list) => Array.from({ length: Math.min(PAGES, list.length) }, (_, n) => list[Math.floor((n * list.length) / PAGES)] ?? list[n]);
  const villages = each(some.filter((path) => path.startsWith("/villages/")));
  const pagesOf = async (path) => {
    const text = await (await fetch(program.base + path)).text();
    const last = Math.max(1, ...[...text.matchAll(/page=(\d+)/g)].map((match) => Number(match[1])));
    const count = Math.min(PAGES, last - 1);
    const numbers = Array.from({ length: count }, (_, n) => 2 + Math.floor((n * (last - 1)) / count));
    return numbers.map((number) => `${path}${path.includes("?") ? "&" : "?"}page=${number}`);
  };
  return {
    "a village": villages,
    "villages by town": await pagesOf("/villages"),
    "photos of an element": await pagesOf("/photos?element=wall"),
    "photos of a village": villages.map((path) => `/photos?village=${path.split("/").pop()}`),
    "家底表": await pagesOf("/inventory"),
    "a part of the sitemap": parts.filter((_, n) => n < PAGES),
  };
}

async function timed(program, path) {
  const began = performance.now();
  const response = await fetch(program.base + path, BROTLI);
  await response.arrayBuffer();
  if (!response.ok && response.status !== 404) throw new Error(`${path} answers ${response.status}`);
  return performance.now() - began;
}

async function mixed(program, paths) {
  let next = 0;
  const client = async () => {
    while (next < MIXED) {
      const at = next++;
      await timed(program, `${at % 2 ? "" : "/en"}${paths[(at * 37) % paths.length]}`.replace(/^\/en(?=\/sitemap)/, ""));
    }
  };
  await Promise.all([1, 2, 3, 4].map(client));
  await sleep(3000);
}

async function until(program, path, is) {
  const deadline = performance.now() + 120_000;
  while (performance.now() < deadline) {
    const response = await fetch(program.base + path);
    if (is(await response.text())) return performance.now();
    await sleep(10);
  }
  return Infinity;
}

function megabytes(program) {
  return `${(program.residentBytes() / 1e6).toFixed(0)} MB`;
}
