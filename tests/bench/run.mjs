// `make bench`: measures what the archive promises and prints a Markdown table. Nothing here fails a build.
//
//   node run.mjs --programs target/release --nginx /usr/sbin/nginx [--only start,wire,nginx,lighthouse,synthetic,images,search,surveys,scale] [--villages 10000] [--sites 766722] [--surveys full]
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { images } from "./images.mjs";
import { lighthouse } from "./lighthouse.mjs";
import { machine, versions } from "./machine.mjs";
import { againstNginx, latencies } from "./wrk.mjs";
import { scale } from "./scale.mjs";
import { search } from "./search.mjs";
import { Program, seconds, wireBytes } from "./program.mjs";

const { values } = parseArgs({
  options: {
    programs: { type: "string" },
    nginx: { type: "string", default: "/usr/sbin/nginx" },
    only: { type: "string", default: "start,wire,nginx,lighthouse,synthetic,images,search,surveys,scale" },
    villages: { type: "string", default: "10000" },
    sites: { type: "string", default: "766722" },
    surveys: { type: "string", default: "full" },
  },
});
const programs = resolve(values.programs);
const only = new Set(values.only.split(","));
// On the disk of the repository: a temporary folder in memory would flatter the synthetic archive.
await mkdir(join(import.meta.dirname, "out"), { recursive: true });
const work = await mkdtemp(join(import.meta.dirname, "out", "run-"));
const rows = [];
const VILLAGE = "/villages/fancunbu";
const PAGE_PARTS = ["start", "wire", "nginx", "lighthouse", "synthetic"];
let comparison, besides;

try {
  console.log(`## Measured ${new Date().toISOString().slice(0, 10)}\n\n${machine()}\n\n${versions(programs, values.nginx)}\n`);
  if (PAGE_PARTS.some((part) => only.has(part))) await pages();
  if (only.has("images")) {
    const failed = (error) => add("images", "–", `not measured: ${error.message.split("\n")[0]}`);
    comparison = await images({ programs, nginx: values.nginx, work, add }).catch(failed);
  }
  if (only.has("search")) {
    const failed = (error) => add("search", "–", `not measured: ${error.message.split("\n")[0]}`);
    besides = await search({ programs, work, add, villages: Number(values.villages), sites: Number(values.sites) }).catch(failed);
  }
  if (only.has("surveys")) {
    process.env.PROGRAM = join(programs, "baozhai");
    const { surveys } = await import("./surveys.mjs");
    await surveys({ work, add, size: values.surveys }).catch((error) => add("surveys", "–", `not measured: ${error.message.split("\n")[0]}`));
  }
  if (only.has("scale")) {
    await scale({ programs, work, add, sites: Number(values.sites) }).catch((error) => add("scale", "–", `not measured: ${error.message.split("\n")[0]}`));
  }
} finally {
  await rm(work, { recursive: true, force: true });
}

const table = ["| what | goal | measured |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
console.log(`\n${table}`);
if (comparison) console.log(`\n### Images against other servers\n\n${comparison}`);
if (besides) console.log(`\n### Search beside others, on the shipped records\n\n${besides}`);

/** All that is measured of the shipped collection's pages. */
async function pages() {
  const data = join(work, "data");
  const first = await Program.start(programs, data);
  add("first start: import of the shipped collection and first page", "< 20 s", `${first.startSeconds.toFixed(1)} s`);
  await first.stop();
  if (only.has("start")) await start(data);
  const program = await Program.start(programs, data);
  if (only.has("wire")) await wire(program);
  if (only.has("nginx")) await nginx(program);
  if (only.has("lighthouse")) await scores(program);
  if (only.has("synthetic")) await synthetic(program);
  await program.stop();
}

async function start(data) {
  const times = [];
  for (let run = 0; run < 5; run++) {
    const program = await Program.start(programs, data);
    times.push(program.startSeconds);
    if (run === 4) {
      add("start to first page, collection imported (median of 5)", "< 1 s", `${(1000 * median(times)).toFixed(0)} ms`);
      add("memory (RSS) after the start", "< 100 MB", megabytes(program.residentBytes()));
      await program.mixedRequests(200);
      add("memory (RSS) after 200 mixed requests, idle again", "< 100 MB", megabytes(program.residentBytes()));
    }
    await program.stop();
  }
}

async function wire(program) {
  for (const path of ["/", "/en/", VILLAGE, `/en${VILLAGE}`]) {
    const { bytes, parts, hosts } = await wireBytes(program.base, path);
    const kb = `${(bytes / 1024).toFixed(1)} KB in ${parts} answers, ${hosts} other hosts`;
    add(`HTML + CSS + JS of \`${path}\` (brotli)`, "≤ 40 KB, 0 hosts", kb);
  }
}

async function nginx(program) {
  const found = await againstNginx(program.base + VILLAGE, values.nginx, join(work, "nginx"));
  add(
    `\`${VILLAGE}\` from memory, against nginx with the same ${found.bodyBytes} bytes (brotli; headers of ${found.ownHeaderBytes} and ${found.nginxHeaderBytes} bytes; access log off in both; wrk ${found.how})`,
    "≥ 0.6×",
    `${found.ratio.toFixed(2)}× (${Math.round(found.own)} and ${Math.round(found.nginx)} requests/s, medians of 3)`,
  );
}

async function scores(program) {
  for (const path of [VILLAGE, "/"]) {
    const found = await lighthouse(program.base + path, work);
    add(`Lighthouse 11, mobile, \`${path}\`: performance, accessibility, best practices, SEO`, "each ≥ 95", found.scores.join(", ") + (found.missed.length ? ` (missed: ${found.missed.join(", ")})` : ""));
  }
}

async function synthetic(shipped) {
  const tree = join(work, "tree");
  const data = join(work, "large");
  const made = seconds(() => run("examples/synthetic", [tree, values.villages]));
  const imported = seconds(() => run("baozhai", ["import", tree, "--data", data]));
  const count = Number(values.villages).toLocaleString("en").replace(",", " ");
  const name = `synthetic archive, ${count} villages and ${(10 * Number(values.villages)).toLocaleString("en").replace(",", " ")} photos`;
  add(`${name}: written in ${made.toFixed(0)} s, ${disk(tree)}; import`, "imports", `${imported.toFixed(0)} s, ${disk(data)}`);
  const program = await Program.start(programs, data);
  add(`${name}: start to first page`, "starts", `${program.startSeconds.toFixed(2)} s, ${megabytes(program.residentBytes())}`);
  const page = await program.firstVillage("fancunbu-");
  const [small, large] = await latencies([shipped.base + VILLAGE, program.base + page]);
  add(
    `p99 of a village page, small and synthetic archive (wrk -t1 -c8, median of 3)`,
    "≤ 1.5×",
    `${(large.p99 / small.p99).toFixed(2)}× (${small.p99.toFixed(2)} and ${large.p99.toFixed(2)} ms; ${small.bytes} and ${large.bytes} bytes)`,
  );
  await program.mixedRequests(50);
  add(`${name}: memory after some browsing`, "–", megabytes(program.residentBytes()));
  await program.stop();
}

function add(...row) {
  rows.push(row);
  console.log(`${row[0]}: ${row[2]} (goal ${row[1]})`);
}

function run(name, words) {
  execFileSync(join(programs, name), words, { stdio: ["ignore", "ignore", "inherit"] });
}

function disk(folder) {
  return execFileSync("du", ["-sh", folder]).toString().split("\t")[0];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}
