// The search part of `make bench`: how soon it answers, how soon it knows, what it takes, and how others fare on the same records.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Program } from "./program.mjs";
import { besideOthers } from "./search/peers.mjs";

const QUERIES = join(import.meta.dirname, "search/queries.txt");
const CLIENTS = 4;

/** Measures, gives each goal to `add`, and returns the comparison as Markdown. `sites` is the size of the largest archive. */
export async function search({ programs, work, add, villages, sites }) {
  const tool = (...words) => execFileSync(join(programs, "examples/search_archive"), words.map(String), { maxBuffer: 1 << 28 }).toString();
  const parts = [
    ["search over HTTP", () => overHttp({ programs, work, add, tool, villages })],
    ["search at the largest size", () => atTheLargest({ work, add, tool, sites })],
  ];
  for (const [what, measure] of parts) {
    try {
      await measure();
    } catch (error) {
      add(what, "–", `not measured: ${error.message.split("\n")[0]}`);
    }
  }
  return besideOthers({ programs, work, tool });
}

async function overHttp({ programs, work, add, tool, villages }) {
  const data = join(work, "search");
  mkdirSync(data, { recursive: true });
  const [photos, essays] = [10 * villages, Math.ceil(villages / 10)];
  tool("fill", data, villages, photos, essays);
  const program = await Program.start(programs, data);
  const size = `${villages} villages, ${photos} photos, ${essays} essays`;
  const began = performance.now();
  while (!(await ask(program, "堡")).ok) await sleep(100);
  add(`${size}: index made in the background`, "–", `${((performance.now() - began) / 1000).toFixed(1)} s`);
  const queries = readFileSync(QUERIES, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  await load(program, queries, 1);
  const times = await load(program, queries, 20);
  const at = (share) => times[Math.floor((times.length - 1) * share)].ms;
  const slow = times.slice(-3).map(({ query, ms }) => `${query} ${ms.toFixed(0)} ms`).join(", ");
  add(`${size}: /api/v1/search, ${CLIENTS} clients, ${times.length} requests: p99`, "≤ 20 ms", `${at(0.99).toFixed(1)} ms (median ${at(0.5).toFixed(1)} ms; slowest: ${slow})`);
  const waits = [];
  for (let number = 0; number < 5; number++) {
    const name = `新发现${"甲乙丙丁戊"[number]}堡`;
    tool("publish", data, `new-${number}`, name);
    const published = performance.now();
    while (!(await (await ask(program, name)).json()).hits.some((hit) => hit.id === `new-${number}`)) await sleep(10);
    waits.push(performance.now() - published);
  }
  add("from a publication to being found (the longest of 5)", "≤ 1 s", `${Math.max(...waits).toFixed(0)} ms`);
  await program.stop();
}

async function load(program, queries, rounds) {
  const times = [];
  let next = 0;
  const client = async () => {
    while (next < queries.length * rounds) {
      const query = queries[next++ % queries.length];
      const began = performance.now();
      const response = await fetch(`${program.base}/api/v1/search?q=${encodeURIComponent(query)}`);
      await response.text();
      if (!response.ok) throw new Error(`${query} answers ${response.status}`);
      times.push({ query, ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return times.sort((a, b) => a.ms - b.ms);
}

function ask(program, query) {
  return fetch(`${program.base}/api/v1/search?q=${encodeURIComponent(query)}`);
}

/** In one process of its own: the rest of the program keeps more of so many sites in memory than the search does. */
async function atTheLargest({ work, add, tool, sites }) {
  const data = join(work, "sites");
  tool("fill", data, sites, 0, 0);
  const made = JSON.parse(tool("measure", data, QUERIES, CLIENTS, 1));
  const found = JSON.parse(tool("measure", data, QUERIES, CLIENTS, 10));
  const name = `${sites} sites`;
  add(`${name}: index made`, "–", `${made.built_s.toFixed(0)} s, at most ${made.peak_mb_building} MB`);
  add(`${name}: index against the text`, "≤ 4.5×", `${(found.index_bytes / found.text_bytes).toFixed(2)}× (${(found.index_bytes / 1e6).toFixed(0)} and ${(found.text_bytes / 1e6).toFixed(0)} MB)`);
  const slow = found.slowest.slice(0, 3).map(([query, ms, total]) => `${query} (${total}) ${ms.toFixed(0)} ms`).join(", ");
  add(`${name}: a search, ${CLIENTS} clients, ${found.asked} asked: p99`, "≤ 50 ms", `${found.p99_ms.toFixed(1)} ms (median ${found.p50_ms.toFixed(1)} ms; slowest: ${slow})`);
  add(`${name}: memory of the process, mapped files included`, "≤ 500 MB", `${found.memory_mb} MB (${found.anonymous_mb} MB without them)`);
}
