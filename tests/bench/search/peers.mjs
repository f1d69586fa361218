// Other ways to search, as they come, over the shipped records and the queries of tests/fixtures/search.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { Program } from "../program.mjs";

const TABLES = ["queries.tsv", "unseen.tsv", "unseen-essays.tsv"];
const FIXTURES = join(import.meta.dirname, "../../fixtures/search");
const require = createRequire(import.meta.url);

/** A table: of how many queries every expected record is among the first three, and how long a query takes. */
export async function besideOthers({ programs, work, tool }) {
  const records = tool("texts").trim().split("\n").map((line) => JSON.parse(line));
  const queries = TABLES.flatMap((table) => read(join(FIXTURES, table)));
  const rows = [];
  for (const [name, start] of [
    ["baozhai, over HTTP", () => ours(programs, work)],
    ["lunr", () => lunr(records)],
    ["MiniSearch", () => miniSearch(records)],
    ["SQLite FTS5, trigram", () => sqlite(records, queries, work)],
    ["PostgreSQL, `simple`", () => postgres(records, queries, work)],
  ]) {
    try {
      const peer = await start();
      const times = [];
      let found = 0;
      for (const { query, ids } of queries) {
        const began = performance.now();
        const [hits, ms] = await peer.ask(query);
        times.push(ms ?? performance.now() - began);
        if (ids.every((id) => hits.slice(0, 3).includes(id))) found++;
      }
      await peer.stop?.();
      times.sort((a, b) => a - b);
      rows.push([name, peer.version, `${found} of ${queries.length}`, `${times[times.length >> 1].toFixed(2)} ms`]);
    } catch (error) {
      rows.push([name, "–", `not measured: ${error.message.split("\n")[0]}`, "–"]);
    }
  }
  const head = ["| search | version | all expected among the first 3 | median of a query |", "|---|---|---|---|"];
  return [...head, ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

function read(path) {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  return lines.map((line) => ({ query: line.split("\t")[0], ids: line.split("\t")[1].split(" ") }));
}

async function ours(programs, work) {
  const program = await Program.start(programs, join(work, "shipped"));
  const ask = async (query) => {
    const response = await fetch(`${program.base}/api/v1/search?limit=3&q=${encodeURIComponent(query)}`);
    return [(await response.json()).hits?.map((hit) => hit.id) ?? []];
  };
  for (let tries = 0; tries < 100 && !(await ask("堡"))[0].length; tries++) await new Promise((done) => setTimeout(done, 100));
  const version = execFileSync(join(programs, "baozhai"), ["--version"]).toString().trim().split(" ").at(-1);
  return { version, ask, stop: () => program.stop() };
}

function lunr(records) {
  const index = require("lunr")(function () {
    this.ref("id");
    this.field("title", { boost: 10 });
    this.field("text");
    records.forEach((record) => this.add(record));
  });
  // What its own query language does not take finds nothing.
  const ask = (query) => {
    try {
      return [index.search(query).map((hit) => hit.ref)];
    } catch {
      return [[]];
    }
  };
  return { version: require("lunr/package.json").version, ask };
}

function miniSearch(records) {
  const MiniSearch = require("minisearch");
  const index = new MiniSearch({ fields: ["title", "text"], searchOptions: { boost: { title: 10 }, prefix: true, fuzzy: 0.2 } });
  const seen = new Set();
  index.addAll(records.filter(({ id }) => !seen.has(id) && seen.add(id)));
  const version = JSON.parse(readFileSync(join(import.meta.dirname, "../node_modules/minisearch/package.json"), "utf8")).version;
  return { version, ask: (query) => [index.search(query).map((hit) => hit.id)] };
}

function sqlite(records, queries, work) {
  const asked = join(work, "peers.json");
  writeFileSync(asked, JSON.stringify({ records, queries: queries.map(({ query }) => query) }));
  const { version, answers } = JSON.parse(execFileSync("python3", [join(import.meta.dirname, "fts5.py"), asked]));
  return { version, ask: (query) => answers[query] };
}

/** A server of its own in a folder, as an ordinary user: it refuses to run as root. */
function postgres(records, queries, work) {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  if (!versions.length) throw new Error("Debian's postgresql is not installed");
  const bin = join("/usr/lib/postgresql", versions.sort().at(-1), "bin");
  const folder = execFileSync("mktemp", ["-d"]).toString().trim();
  const asRoot = process.getuid() === 0;
  if (asRoot) {
    execFileSync("chown", ["postgres", folder]);
    chmodSync(folder, 0o755);
  }
  const run = (program, words, input) => {
    const [command, ...rest] = asRoot ? ["runuser", "-u", "postgres", "--", join(bin, program)] : [join(bin, program)];
    return execFileSync(command, [...rest, ...words], { input, cwd: "/", maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "ignore"] }).toString();
  };
  const data = join(folder, "data");
  mkdirSync(join(work, "pg"), { recursive: true });
  run("initdb", ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
  run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", `-c listen_addresses='' -k ${folder}`, "start"]);
  const sql = (text) => run("psql", ["-h", folder, "-U", "bench", "-d", "postgres", "-qAt"], text);
  const quote = (text) => `'${text.replaceAll("'", "''").replaceAll("\0", "")}'`;
  const lines = records.map(({ id, title, text }) => `(${quote(id)},${quote(title)},${quote(text)})`);
  sql(`create table r (id text, title text, text text, v tsvector generated always as (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', text)) stored);
    insert into r (id, title, text) values ${lines.join(",")}; create index on r using gin (v); analyze r;`);
  const ask = (query) => {
    const select = `select id from r, plainto_tsquery('simple', ${quote(query)}) q where v @@ q order by ts_rank(v, q) desc, id limit 3;`;
    const said = sql(`\\timing on\n${select}`);
    const ms = Number(/Time: ([\d.]+) ms/.exec(said)?.[1]);
    return [said.split("\n").filter((line) => line && !/^(Time|Timing)/.test(line)), ms];
  };
  const version = /[\d.]+/.exec(run("postgres", ["--version"]))[0];
  return { version, ask, stop: () => run("pg_ctl", ["-D", data, "-w", "-m", "fast", "stop"]) };
}
