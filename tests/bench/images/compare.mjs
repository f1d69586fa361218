// Our program and its peers under the same requests, one server at a time.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ask, load, percentile } from "./load.mjs";
import { PEERS } from "./peers.mjs";
import { forgetPeak, peakBytes } from "./processes.mjs";
import { COPIES, kinds } from "./requests.mjs";
import { PHOTOGRAPH_PX } from "./sources.mjs";
import { likeness } from "./ssim.mjs";

/** How long each round may take; a fast server has asked everything before. */
const ROUND_SECONDS = 5;

/**
 * Measures each server, `[{name, start}]`, after a first request for each photo. Gives for each its `kinds` and the `peakBytes` of the whole, or why it is `missing`.
 */
export async function compare(servers, { photos, folder }, tools) {
  const found = [];
  for (const { name, start } of servers) {
    console.error(`measuring ${name}`);
    try {
      const server = await start();
      try {
        found.push({ name, ...(await measure(server, name, photos, folder, tools)) });
      } finally {
        await server.stop();
      }
    } catch (error) {
      found.push({ name, missing: error.message.split("\n")[0] });
    }
  }
  const all = found.flatMap((server) => Object.values(server.kinds ?? {})).filter((kind) => kind.pair);
  const values = likeness(all.map((kind) => kind.pair), tools.python);
  all.forEach((kind, at) => (kind.ssim = values[at]));
  return found;
}

async function measure(server, name, photos, folder, tools) {
  for (const photo of photos) await ask(server.address({ photo, fit: 64 }));
  await server.settle();
  const peaks = [peakBytes(server.pids())];
  const measured = {};
  for (const kind of kinds(photos, PHOTOGRAPH_PX)) {
    forgetPeak(server.pids());
    try {
      const answer = join(tools.work, `${name}-${kind.name.replaceAll(" ", "-")}.jpg`);
      const pair = { original: join(folder, `${kind.sample.photo}.jpg`), answer, region: kind.sample.region };
      measured[kind.name] = { ...(await measureKind(server, kind, photos.length, answer)), pair };
    } catch (error) {
      measured[kind.name] = { missing: error.message };
    }
    peaks.push(peakBytes(server.pids()));
  }
  return { kinds: measured, peakBytes: Math.max(...peaks) };
}

async function measureKind(server, { sample, requests }, warmUps, answer) {
  await load(server, requests, { clients: 1, seconds: ROUND_SECONDS, atMost: warmUps });
  const atMost = requests.length >> 1;
  const before = server.cpuSeconds();
  const alone = await load(server, requests, { clients: 1, seconds: ROUND_SECONDS, atMost });
  const cpuMs = (1000 * (server.cpuSeconds() - before)) / alone.milliseconds.length;
  const four = await load(server, requests, { clients: 4, seconds: ROUND_SECONDS, atMost });
  for (const error of [...alone.failed, ...four.failed]) throw error;
  const body = await ask(server.address(sample));
  await writeFile(answer, body);
  return {
    cpuMs,
    p50Ms: percentile(alone.milliseconds, 0.5),
    perSecond: [alone.perSecond, four.perSecond],
    peakBytes: peakBytes(server.pids()),
    bodyBytes: body.length,
  };
}

/** The whole as a Markdown table, kinds first; servers that are missing stand below it. */
export function table(found) {
  const lines = [
    "| request | server | CPU per request | p50, 1 client | requests/s, 1 client | requests/s, 4 clients | peak memory | SSIM | answer |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|",
  ];
  const there = found.filter((server) => server.kinds);
  for (const kind of Object.keys(there[0]?.kinds ?? {})) {
    for (const { name, kinds } of there) lines.push(`| ${[kind, name, ...cells(kinds[kind])].join(" | ")} |`);
  }
  const missing = found.filter((server) => server.missing).map(({ name, missing }) => `Left out: ${name} (${missing}).`);
  return [lines.join("\n"), ...missing].join("\n\n");
}

function cells({ missing, cpuMs, p50Ms, perSecond, peakBytes: peak, ssim, bodyBytes }) {
  if (missing) return [`not measured: ${missing}`, ...Array(6).fill("")];
  return [
    `${cpuMs.toFixed(1)} ms`,
    `${p50Ms.toFixed(1)} ms`,
    ...perSecond.map((rate) => rate.toFixed(1)),
    `${(peak / 1e6).toFixed(0)} MB`,
    ssim.toFixed(4),
    `${(bodyBytes / 1000).toFixed(1)} kB`,
  ];
}

/** What the table shows and how it came about. */
export function caption(found, picture) {
  const { width, height } = PHOTOGRAPH_PX;
  const peers = PEERS.filter((peer) => found.some(({ name, kinds }) => kinds && name === peer.name));
  const bytes = `${(picture.bytes / 1e6).toFixed(1)} MB`;
  return [
    `One ${width} × ${height} baseline JPEG (4:2:0, quality 92, ${bytes}; a photograph of 20 MP from Debian's wallpapers, enlarged), in ${COPIES} files.`,
    "Every request is for a size or a tile not asked for before, in the same sequence for all, and nothing is kept by the servers;",
    "\"fit\" varies by up to 40 px to both sides.",
    "CPU is the user and system time of all processes of a server at one client; memory the sum of their peaks (VmHWM), anew for each kind.",
    "SSIM (Gaussian window of 11 px, sigma 1.5, on luma) of the answer to exactly this size, and of the tile at 2048,1536,",
    "against the full decode, reduced by Pillow's Lanczos filter (three lobes) or cut.",
    `All peers make JPEG of quality 80. ${peers.map(({ name, version, how }) => `${name} ${version()}: ${how}`).join("; ")}.`,
  ].join(" ");
}
