// The image part of `make bench`: our image service and its peers, cold, on one machine, one after the other.
import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { archiveOfCopies } from "./images/archive.mjs";
import { caption, compare, table } from "./images/compare.mjs";
import { fromCache, likenessOf, ofPanorama, ofPreparing } from "./images/ours.mjs";
import { PEERS } from "./images/peers.mjs";
import { Server } from "./images/server.mjs";
import { photographs } from "./images/sources.mjs";

const CPU_GOALS_MS = { "fit 400 px": 3.5, "fit 1024 px": 13, "tile 512 px": 4 };

/** Measures, gives each goal to `add`, and returns the comparison as Markdown. */
export async function images({ programs, nginx, work, add }) {
  const fetch = join(import.meta.dirname, "../tools/fetch-bench-python");
  const python = execFileSync(fetch, { stdio: ["ignore", "pipe", "inherit"] }).toString().trim();
  const folder = async (name) => {
    await mkdir(join(work, name), { recursive: true });
    return join(work, name);
  };
  const bench = { programs, nginx, python, folder, add, pictures: await photographs() };
  const found = await cold(bench);
  const rest = [
    ["access forms", ofPreparing],
    ["SSIM over several photographs", likenessOf],
    ["cached derivative", fromCache],
    ["panorama", ofPanorama],
  ];
  for (const [what, measure] of rest) {
    try {
      await measure(bench);
    } catch (error) {
      add(what, "–", `not measured: ${error.message.split("\n")[0]}`);
    }
  }
  return `${table(found)}\n\n${caption(found, bench.pictures[0])}`;
}

/** The comparison, and what our program made beforehand of each original. */
async function cold({ programs, nginx, python, folder, add, pictures }) {
  const work = await folder("copies");
  const archive = await archiveOfCopies(pictures[0], programs, work);
  const tools = { nginx, python, work };
  const ours = { name: "baozhai", start: () => Server.ours(programs, archive.data, ["--image-cache-mb", "0"]) };
  const peers = PEERS.map(({ name, start }) => ({ name, start: () => start(archive.folder, archive.photos, tools) }));
  const found = await compare([ours, ...peers], archive, tools);
  for (const [kind, goal] of Object.entries(CPU_GOALS_MS)) {
    const { missing, cpuMs } = found[0].kinds?.[kind] ?? found[0];
    add(`${kind} of a 24 MP JPEG, cold: CPU per request`, `≤ ${goal} ms`, missing ?? `${cpuMs.toFixed(1)} ms`);
  }
  const peak = (wanted) => {
    const { missing, peakBytes } = found.find(({ name }) => name === wanted);
    return missing ?? `${(peakBytes / 1e6).toFixed(0)} MB`;
  };
  add("peak memory over the first requests and these three", "≤ sharp's", `${peak("baozhai")} (sharp: ${peak("sharp")})`);
  return found;
}
