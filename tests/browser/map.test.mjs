// The drawn map as a browser sets its letters: no words on others, links a finger's breadth apart, the same in print.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, onEach, openBrowser, openPage } from "./browser.mjs";
import { inLanguage } from "./site.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const DRAWINGS = ["/", "/map", "/map?at=fancunbu", "/map?town=senglou", "/villages/xiaozhang", "/villages/weizhuang"];

for (const language of ["zh", "en"]) {
  for (const width of [360, 768, 1280, 1920]) {
    test(`no words lie on others: ${language}, ${width} px`, async () => {
      const page = await openPage(browser, { width, height: 900, scripts: true });
      const list = DRAWINGS.map((path) => ({ path: inLanguage(language, path) }));
      const findings = await onEach(list, async (sample) => {
        await go(page, sample);
        return page.evaluate(overlaps);
      });
      assert.deepEqual(findings, []);
      await page.context().close();
    });
  }
}

test("on paper the drawing has its circle, its scale and the names of a wide window", async () => {
  const page = await openPage(browser, { width: 673, height: 980, scripts: false });
  await page.emulateMedia({ media: "print" });
  await go(page, { path: "/map?at=fancunbu" });
  for (const seen of [".map .around", ".map path.scale", ".map .wide .sought"]) {
    assert.ok(await page.locator(seen).first().isVisible(), `${seen} is not printed`);
  }
  assert.ok(!(await page.locator(".map .narrow .sought").isVisible()), "words are printed twice");
  assert.deepEqual(await page.evaluate(overlaps), []);
  await page.context().close();
});

/** Words of the drawing whose letters meet, and words that stick out of it. */
function overlaps() {
  const frame = document.querySelector(".map svg").getBoundingClientRect();
  const seen = [...document.querySelectorAll(".map text")].filter((text) => text.getClientRects().length > 0);
  const boxes = seen.map((text) => ({ text: text.textContent, turned: text.hasAttribute("transform"), ...text.getBoundingClientRect().toJSON() }));
  const found = boxes.length > 5 ? [] : [`${boxes.length} words only`];
  boxes.forEach((own, place) => {
    if (own.left < frame.left || own.right > frame.right || own.top < frame.top || own.bottom > frame.bottom) found.push(`${own.text} sticks out`);
    for (const other of boxes.slice(0, place)) {
      // A line's box has room above and below the letters, about a fifth of it each.
      const inset = (box) => (box.bottom - box.top) * 0.2;
      const meets = own.left < other.right && other.left < own.right && own.top + inset(own) < other.bottom - inset(other) && other.top + inset(other) < own.bottom - inset(own);
      if (meets && !own.turned && !other.turned) found.push(`${own.text} lies on ${other.text}`);
    }
  });
  return found;
}
