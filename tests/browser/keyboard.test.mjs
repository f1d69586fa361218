// Without a mouse: everything can be reached, seen and left again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, onEach, openBrowser, openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const [language, width] of [["zh", 1280], ["en", 360]]) {
  test(`Tab reaches everything in the order of the page, and shows where it is: ${language}, ${width} px`, async () => {
    const page = await openPage(browser, { width, height: 740, reducedMotion: "reduce" });
    const findings = await onEach(samples(language), async (sample) => {
      await go(page, sample);
      const wanted = await page.evaluate(() => {
        const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
        // Chromium calls visible what stands in a <g> that is not displayed.
        const undrawn = [...document.querySelectorAll("svg g")].filter((group) => getComputedStyle(group).display === "none");
        const isDrawn = (element) => element.checkVisibility({ visibilityProperty: true }) && !undrawn.some((group) => group.contains(element));
        const stops = [...all].filter((element) => element.tabIndex >= 0 && !element.disabled && isDrawn(element));
        globalThis.stops = stops;
        globalThis.named = (at) => `${at.tagName.toLowerCase()} “${(at.getAttribute("aria-label") ?? at.textContent).trim().slice(0, 20)}”`;
        return stops.map(globalThis.named);
      });
      const found = [];
      for (let at = 0; at < wanted.length && found.length < 5; at++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate((at) => {
          const focused = document.activeElement;
          const style = getComputedStyle(focused);
          const box = focused.getBoundingClientRect();
          // A stop that holds only a picture or a line of vertical text is looked at where it is drawn.
          const drawn = [focused, ...focused.querySelectorAll("*")].some((part) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(part);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
          });
          return {
            right: focused === globalThis.stops[at],
            name: globalThis.named(focused),
            drawn: drawn || style.boxShadow !== "none",
            inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
          };
        }, at);
        if (!stop.right) {
          found.push(`stop ${at} is ${stop.name}, not ${wanted[at]}`);
          break;
        }
        if (!stop.drawn) found.push(`${stop.name} does not show that it has the focus`);
        if (!stop.inView) found.push(`${stop.name} has the focus out of sight`);
      }
      return found;
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });
}

for (const path of ["/villages/fancunbu", "/photos", "/en/villages/xiaozhang"]) {
  test(`the large view of a picture opens, turns and closes with keys: ${path}`, async () => {
    const page = await openPage(browser);
    await go(page, { path });
    const links = page.locator("[data-lightbox] a[data-photo]");
    await links.nth(1).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    assert.ok(await dialog.evaluate((at) => at.contains(document.activeElement)), "the focus is not in the large view");
    assert.ok((await dialog.getAttribute("aria-label")) || (await dialog.getAttribute("aria-labelledby")), "it has no name");
    const shown = async () => dialog.locator("img").first().getAttribute("alt");
    const page2 = async () => dialog.locator("a").first().getAttribute("href");
    const first = await page2();
    assert.ok(await shown());
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await page2(), first);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page2(), first);
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => document.activeElement.closest("dialog") !== null || document.activeElement === document.body);
      assert.ok(where, "Tab leaves the large view");
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.ok(await links.nth(1).evaluate((at) => at === document.activeElement), "the focus has not come back");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("a large view says that it shows a drawing", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/villages/fancunbu" });
  await page.locator("[data-lightbox] a[data-photo]").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /示意图/);
  await page.context().close();
});

test("a note opens beside its number, and Escape closes it", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/villages/fancunbu" });
  const mark = page.locator("main a[href^='#s']").first();
  await mark.focus();
  await page.keyboard.press("Enter");
  const note = page.getByRole("note");
  await note.waitFor();
  assert.ok((await note.innerText()).trim().length > 5);
  assert.equal(await mark.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Escape");
  await note.waitFor({ state: "detached" });
  assert.ok(await mark.evaluate((at) => at === document.activeElement), "the focus has not come back");
  await page.context().close();
});

test("without scripts a note leads to its source and back", async () => {
  const page = await openPage(browser, { scripts: false });
  await go(page, { path: "/villages/fancunbu" });
  const mark = page.locator("main a[href^='#s']").first();
  const target = await mark.getAttribute("href");
  await mark.click();
  assert.ok(page.url().endsWith(target));
  await page.locator(`${target} a[href^='#']`).first().click();
  assert.ok(page.url().endsWith(`#${await mark.getAttribute("id")}`));
  await page.context().close();
});

test("the filter of the photos works by keys, with and without scripts", async () => {
  for (const scripts of [true, false]) {
    const page = await openPage(browser, { scripts });
    await go(page, { path: "/photos" });
    await page.locator("select").first().selectOption("fancunbu");
    await page.locator("main form").getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/photos?*village=fancunbu*");
    assert.equal(await page.locator("main figure").count(), 6);
    await page.context().close();
  }
});
