// A small archive around the pictures to be measured: the fixture of the tests with photos of one village added.
import { execFileSync } from "node:child_process";
import { cp, link, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";

import { COPIES } from "./requests.mjs";
import { writeCopy } from "./sources.mjs";

const FIXTURE = join(import.meta.dirname, "../../fixtures/archives/small");
const VILLAGE = "beta";
const RECORD = `element = "gate"
caption.zh = "测速用的照片"
alt.zh = "一张照片。"
credit.zh = "Debian"
rights = "CC-BY-4.0"
`;

/**
 * Writes and imports an archive with these files as photos. Gives the ids of the photos, the folder that holds them as
 * `<id>.jpg`, and the data folder.
 */
export async function archiveOf(pictures, programs, work) {
  return archive(programs, work, pictures.length, (at, path) => link(pictures[at].path, path));
}

/** The same with `COPIES` files of one picture, alike but for a comment. */
export async function archiveOfCopies(picture, programs, work) {
  return archive(programs, work, COPIES, (at, path) => writeCopy(picture.path, at, path));
}

async function archive(programs, work, count, write) {
  const tree = join(work, "tree");
  const data = join(work, "data");
  const folder = join(tree, "photos", VILLAGE);
  await cp(FIXTURE, tree, { recursive: true });
  await mkdir(folder);
  const photos = Array.from({ length: count }, (_, at) => `${VILLAGE}-${String(at + 1).padStart(2, "0")}`);
  for (const [at, photo] of photos.entries()) {
    const path = join(folder, `${photo}.jpg`);
    await write(at, path);
    await writeFile(join(folder, `${photo}.toml`), RECORD);
  }
  const words = ["import", tree, "--data", data];
  execFileSync(join(programs, "baozhai"), words, { stdio: ["ignore", "ignore", "inherit"] });
  return { photos, folder, data };
}

/** Bytes of what the program has made of the originals to make derivatives from: all below a folder `access` of its cache. */
export async function accessBytes(data) {
  let bytes = 0;
  for (const entry of await readdir(join(data, "cache"), { recursive: true, withFileTypes: true })) {
    const folder = entry.parentPath ?? entry.path;
    if (entry.isFile() && folder.split(sep).includes("access")) bytes += (await stat(join(folder, entry.name))).size;
  }
  return bytes;
}
