// What is measured of our program only, or against one peer only.
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { againstNginx } from "../wrk.mjs";
import { accessBytes, archiveOf } from "./archive.mjs";
import { ask, load, percentile } from "./load.mjs";
import { PEERS } from "./peers.mjs";
import { peakBytes } from "./processes.mjs";
import { tiles } from "./requests.mjs";
import { Server } from "./server.mjs";
import { PANORAMA_PX, mosaic, panorama, progressive } from "./sources.mjs";
import { likeness } from "./ssim.mjs";

const COLD = ["--image-cache-mb", "0"];
const TILES_AT_ONCE = 200;

/** What is made once of a photograph, before anyone asks: how long it takes, and how many bytes it leaves. */
export async function ofPreparing({ programs, folder, add, pictures: [photograph] }) {
  const kinds = [
    ["enlarged", photograph, "≤ 4 %"],
    ["mosaic", await mosaic(), "≤ 4 %"],
    ["progressive", await progressive(photograph), "≤ 107 %"],
  ];
  for (const [kind, picture, goal] of kinds) {
    const { data } = await archiveOf([picture], programs, await folder(`preparing-${kind}`));
    const cpuSeconds = cpuOf(join(programs, "baozhai"), ["reindex", "--images", "--data", data]);
    const what = `access form of a 24 MP JPEG of ${(picture.bytes / 1e6).toFixed(1)} MB (${picture.what})`;
    add(`${what}: CPU`, "≤ 0.35 s", `${cpuSeconds.toFixed(2)} s`);
    add(`${what}: bytes beside the original's`, goal, `${((100 * (await accessBytes(data))) / picture.bytes).toFixed(1)} %`);
  }
}

/** Processor time of a program, in seconds. */
function cpuOf(program, words) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@" > /dev/null';
  const { stderr } = spawnSync("bash", ["-c", script, program, ...words], { encoding: "utf8" });
  const [user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return user + system;
}

/** The likeness of several photographs, ours and sharp's at the same quality. */
export async function likenessOf({ programs, python, folder, add, pictures }) {
  const work = await folder("photographs");
  const { photos, folder: originals, data } = await archiveOf(pictures, programs, work);
  const sharp = PEERS.find(({ name }) => name === "sharp");
  const starts = { ours: () => Server.ours(programs, data, COLD), sharp: () => sharp.start(originals, photos) };
  const pairs = [];
  for (const [name, start] of Object.entries(starts)) {
    const server = await start();
    try {
      for (const photo of photos) {
        for (const fit of [400, 1024]) {
          const answer = join(work, `${name}-${photo}-${fit}.jpg`);
          await writeFile(answer, await ask(server.address({ photo, fit })));
          pairs.push({ name, fit, original: join(originals, `${photo}.jpg`), answer });
        }
      }
    } finally {
      await server.stop();
    }
  }
  const values = likeness(pairs.map(({ original, answer }) => ({ original, answer })), python);
  for (const fit of [400, 1024]) {
    const said = Object.keys(starts).map((name) => {
      const list = values.filter((_, at) => pairs[at].name === name && pairs[at].fit === fit);
      return `${(list.reduce((a, b) => a + b) / list.length).toFixed(4)} and ${Math.min(...list).toFixed(4)}`;
    });
    add(`SSIM of ${photos.length} photographs at fit ${fit} px, mean and worst`, "≥ sharp's", `${said[0]} (sharp: ${said[1]})`);
  }
}

/** A derivative that is there already, against nginx with the same bytes. */
export async function fromCache({ programs, nginx, folder, add, pictures }) {
  const work = await folder("cached");
  const { photos, data } = await archiveOf(pictures.slice(0, 1), programs, work);
  const server = await Server.ours(programs, data, []);
  try {
    // A revision's address, as the pages name them.
    const address = server.address({ photo: `${photos[0]}_1`, fit: 400 });
    await ask(address);
    await server.settle();
    const found = await againstNginx(address, nginx, join(work, "nginx"));
    const headers = `headers of ${found.ownHeaderBytes} and ${found.nginxHeaderBytes} bytes`;
    add(
      `cached derivative, fit 400 px, against nginx with the same ${found.bodyBytes} bytes (${headers}; wrk ${found.how})`,
      "≥ 0.75×",
      `${found.ratio.toFixed(2)}× (${Math.round(found.own)} and ${Math.round(found.nginx)} requests/s, medians of 3)`,
    );
  } finally {
    await server.stop();
  }
}

/** Tiles from all over a picture of 162 megapixels, all asked for at the same moment. */
export async function ofPanorama({ programs, folder, add }) {
  const picture = await panorama();
  const archive = await archiveOf([picture], programs, await folder("panorama"));
  const what = `synthetic 162 MP panorama (${(picture.bytes / 1e6).toFixed(0)} MB, nine photographs side by side)`;
  const server = await Server.ours(programs, archive.data, COLD);
  try {
    await ask(server.address({ photo: archive.photos[0], fit: 64 }));
    await server.settle();
    const whole = peakBytes(server.pids());
    add(`${what}: CPU and peak memory until the first picture is there`, "–", `${server.cpuSeconds().toFixed(2)} s, ${(whole / 1e6).toFixed(0)} MB`);
    const requests = tiles(archive.photos, PANORAMA_PX.width, PANORAMA_PX.height);
    const { milliseconds, failed } = await load(server, requests, { clients: TILES_AT_ONCE, seconds: 60, atMost: TILES_AT_ONCE });
    const peak = peakBytes(server.pids());
    add(`${what}: peak memory in all, with ${TILES_AT_ONCE} cold tiles asked for at once`, "< 300 MB", `${(peak / 1e6).toFixed(0)} MB`);
    const latency = [0.5, 0.99].map((share) => percentile(milliseconds, share)?.toFixed(0) ?? "–").join(" and ");
    const refused = failed.length > 0 ? `; ${failed.length} were refused: ${failed[0].message}` : "";
    add(`${what}: latency of those tiles, p50 and p99`, "–", `${latency} ms${refused}`);
  } finally {
    await server.stop();
  }
}
