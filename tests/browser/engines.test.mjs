// Every kind of page in the three engines that readers have, at the widths of a phone, a tablet and a desk.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { onEach } from "./browser.mjs";
import { ENGINES, openEngine } from "./engines.mjs";
import { cutOff, missingPictures, pressedPunctuation, textOnText } from "./fit.mjs";
import { samples } from "./site.mjs";

// Most pictures are widest on a tablet: they are fetched there, one after the other as a reader comes to them, and not all
// at once when the window grows.
const WIDTHS = [768, 1280, 360];

for (const name of ENGINES) {
  describe(name, () => {
    let engine;
    before(async () => (engine = await openEngine(name)));
    after(() => engine?.close());

    for (const language of ["zh", "en"]) {
      test(`no text lies on text, nothing sticks out, every picture shows: ${language}`, async () => {
        const findings = await onEach(samples(language), async ({ path }) => {
          const found = [];
          engine.faults.length = 0;
          await engine.size(WIDTHS[0], 800);
          await engine.go(path);
          for (const width of WIDTHS) {
            await engine.size(width, 800);
            await engine.until((width) => innerWidth === width, width);
            for (const address of await engine.run(missingPictures)) await busy(address);
            for (const look of [missingPictures, textOnText, cutOff, pressedPunctuation]) {
              for (const fault of await engine.run(look)) found.push(`${width} px: ${look.name}: ${fault.slice(0, 120)}`);
            }
          }
          return [...found, ...engine.faults];
        });
        assert.deepEqual(findings, []);
      });
    }

    test("a title that stands upright after the window is turned has room", async () => {
      const found = [];
      for (const path of ["/villages/fancunbu", "/villages/open-1", "/en/villages/xiaozhang", "/en/villages/open-1"]) {
        await engine.size(WIDTHS[2], 800);
        await engine.go(path);
        await engine.size(WIDTHS[0], 800);
        await engine.until((width) => innerWidth === width, WIDTHS[0]);
        for (const fault of await engine.run(textOnText)) found.push(`${path}  ${fault}`);
      }
      assert.deepEqual(found, []);
    });

    test("digits stand beside the characters, not on them", async () => {
      await engine.size(1280, 800);
      await engine.go("/about");
      const place = await engine.run(writeDate);
      const picture = await engine.picture();
      assert.equal(await engine.run(strokesIn, picture, place), 6, "11月13日 is six shapes with paper between them");
    });
  });
}

/** Waits while the program says that it is too busy to make a picture (503), as a debug build on a full machine may. */
async function busy(address) {
  const late = Date.now() + 60_000;
  while (Date.now() < late && (await fetch(address)).status === 503) await sleep(500);
}

/** Writes a date in large characters of the page's own style and gives where it stands. */
function writeDate() {
  const line = document.querySelector("main p");
  line.textContent = "11月13日";
  Object.assign(line.style, { position: "fixed", inset: "20px auto auto 20px", zIndex: 9, font: "90px var(--sans)", background: "#fff", color: "#000" });
  // A window in which nothing moves may never be painted again.
  let on = false;
  setInterval(() => (line.style.outline = (on = !on) ? "1px solid #fff" : "none"), 40);
  const { left, top, width, height } = line.getBoundingClientRect();
  return { left, top, width, height };
}

/** How many shapes stand side by side in a part of a picture of the window, with an empty column between them. */
async function strokesIn(base64, { left, top, width, height }) {
  const image = new Image();
  image.src = `data:image/png;base64,${base64}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const scale = image.naturalWidth / innerWidth;
  [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
  const context = canvas.getContext("2d");
  context.drawImage(image, -left * scale, -top * scale);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let shapes = 0;
  let before = false;
  for (let x = 0; x < canvas.width; x++) {
    let ink = false;
    for (let y = 0; y < canvas.height && !ink; y++) ink = data[4 * (y * canvas.width + x)] < 128;
    if (ink && !before) shapes++;
    before = ink;
  }
  return shapes;
}
