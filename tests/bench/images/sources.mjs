// The pictures that are asked for, made once from photographs of Debian's wallpaper packages and kept in tests/.tools.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const TOOLS = join(import.meta.dirname, "../../tools");
const MADE = join(import.meta.dirname, "../../.tools/bench-images");

/** The first is the one most is measured with: of the packages' photographs it has the most pixels, 20 million. */
const PHOTOGRAPHS = [
  "Kleiber_by_Lukas_Baubkus",
  "Dragonfly_by_Bolly",
  "seeding_by_Clements_Engelhardt",
  "sunset_by_Aitzol_Berasategi",
  "Bridge_by_Sander_Klootwijk",
];

export const PHOTOGRAPH_PX = { width: 6000, height: 4000 };
export const PANORAMA_PX = { width: 18_000, height: 9000 };

const CODED = { quality: 92, chromaSubsampling: "4:2:0" };

/** The photographs at 24 megapixels: cut to 3:2, enlarged as far as needed, baseline, 4:2:0, quality 92. */
export function photographs() {
  const make = (name) => (sharp, path) =>
    sharp(wallpaper(name)).resize({ ...PHOTOGRAPH_PX, kernel: "lanczos3" }).jpeg(CODED).toFile(path);
  return Promise.all(PHOTOGRAPHS.map((name) => made(`${name}-24mp.jpg`, "a photograph, enlarged to it", make(name))));
}

/**
 * Six photographs side by side, none of them enlarged, coded as above: no picture, but as dense in detail as a
 * camera's 24 megapixels, which what is enlarged is not.
 */
export function mosaic() {
  return made("mosaic-24mp.jpg", "six photographs side by side, not enlarged", async (sharp, path) => {
    const side = { width: PHOTOGRAPH_PX.width / 3, height: PHOTOGRAPH_PX.height / 2 };
    const part = (name) => sharp(wallpaper(name)).extract({ left: 400, top: 30, ...side }).png({ compressionLevel: 0 }).toBuffer();
    const parts = await Promise.all([...PHOTOGRAPHS, "picosdeeuropa_by_Aitzol_Berasategi"].map(part));
    await sharp(parts, { join: { across: 3 } }).jpeg(CODED).toFile(path);
  });
}

/** One of them with its coefficients in several scans. */
export function progressive({ name, path: jpeg }) {
  const make = (sharp, path) => sharp(jpeg).jpeg({ ...CODED, progressive: true }).toFile(path);
  return made(name.replace(".jpg", "-progressive.jpg"), "the same, progressive", make);
}

/** A picture of 162 megapixels, three by three photographs side by side, coded as above. */
export function panorama() {
  return made("panorama-162mp.jpg", "nine photographs side by side", async (sharp, path) => {
    const side = { width: PANORAMA_PX.width / 3, height: PANORAMA_PX.height / 3 };
    const part = (_, at) =>
      sharp(wallpaper(PHOTOGRAPHS[at % PHOTOGRAPHS.length])).resize(side).png({ compressionLevel: 0 }).toBuffer();
    const parts = await Promise.all(Array.from({ length: 9 }, part));
    await sharp(parts, { join: { across: 3 }, limitInputPixels: false }).jpeg(CODED).toFile(path);
  });
}

/** What iipsrv reads instead of the first photograph. */
export function pyramid(jpeg) {
  return made(`${PHOTOGRAPHS[0]}-24mp.tif`, "a pyramid", async (sharp, path) => {
    const layout = { tile: true, tileWidth: 256, tileHeight: 256, pyramid: true };
    await sharp(jpeg).tiff({ ...layout, compression: "jpeg", quality: 90 }).toFile(path);
  });
}

/** The same picture in another file: a comment after the first marker (ITU T.81, B.2.4.5) changes its digest. */
export async function writeCopy(jpeg, number, path) {
  const bytes = await readFile(jpeg);
  const comment = Buffer.from([0xff, 0xfe, 0, 3, number]);
  await writeFile(path, Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]));
}

async function made(name, what, make) {
  const path = join(MADE, name);
  if (!existsSync(path)) {
    await mkdir(MADE, { recursive: true });
    const { default: sharp } = await import("sharp");
    const unfinished = join(MADE, `unfinished-${name}`);
    await make(sharp, unfinished);
    await rename(unfinished, path);
  }
  return { name, what, path, bytes: (await stat(path)).size };
}

function wallpaper(name) {
  const folder = execFileSync(join(TOOLS, "fetch-wallpapers"), { stdio: ["ignore", "pipe", "inherit"] }).toString().trim();
  return join(folder, `${name}.jpg`);
}
