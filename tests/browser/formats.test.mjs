// The formats pictures come in, as a browser takes them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, openBrowser, openPage } from "./browser.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const WIDTH = 320;

/** What an address brings: its media type, its sides when decoded, and the colour in its middle. */
function decoded(page, path) {
  return page.evaluate(async (path) => {
    const blob = await (await fetch(path, { cache: "reload" })).blob();
    const picture = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const [red, green, blue] = canvas.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data;
    return { type: blob.type, sides: [picture.width, picture.height], colour: [red, green, blue] };
  }, path);
}

test("AVIF, once it is made, is the picture that WebP and JPEG are", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/photos/fancunbu-02" });
  const sources = await page.locator(".sheet-plate source").evaluateAll((list) => list.map((source) => source.type));
  assert.deepEqual(sources, ["image/avif", "image/webp"]);
  const base = (await page.locator(".sheet-plate img[srcset]").getAttribute("src")).replace(/\/full\/.*$/, "");
  const address = (extension) => `${base}/full/${WIDTH},/0/default.${extension}`;
  const jpeg = await decoded(page, address("jpg"));
  assert.deepEqual([jpeg.type, jpeg.sides[0]], ["image/jpeg", WIDTH]);
  let avif = await decoded(page, address("avif"));
  for (const deadline = Date.now() + 60_000; avif.type !== "image/avif" && Date.now() < deadline; ) {
    assert.equal(avif.type, "image/webp", "what comes meanwhile");
    await page.waitForTimeout(250);
    avif = await decoded(page, address("avif"));
  }
  assert.deepEqual([avif.type, avif.sides], ["image/avif", jpeg.sides]);
  const difference = Math.max(...avif.colour.map((level, at) => Math.abs(level - jpeg.colour[at])));
  assert.ok(difference <= 24, `${avif.colour} in AVIF, ${jpeg.colour} in JPEG`);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
