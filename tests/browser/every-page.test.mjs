// What holds on every page: in both languages, on a phone and on a desk, in light and in dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axe, violations } from "./axe.mjs";
import { go, onEach, openBrowser, openPage } from "./browser.mjs";
import { samples } from "./site.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

test("these checks see what they look for", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/" });
  await page.evaluate(axe);
  await page.evaluate(() => {
    document.querySelector("main picture img").removeAttribute("alt");
    document.querySelector("h1").style.color = "#eee8dc";
    document.querySelector("main").setAttribute("onclick", "0");
    new Image().src = "http://elsewhere.invalid/dot.png";
    document.querySelector("main").click();
  });
  const found = (await violations(page, "light")).join("\n");
  assert.match(found, /image-alt/);
  assert.match(found, /color-contrast/);
  const faults = page.faults.join("\n");
  assert.match(faults, /inline/);
  assert.match(faults, /elsewhere/);
  await page.context().close();
});

for (const language of ["zh", "en"]) {
  for (const width of [1280, 360]) {
    test(`axe-core finds nothing, light and dark: ${language}, ${width} px`, async () => {
      const page = await openPage(browser, { width, height: 800, reducedMotion: "reduce" });
      const findings = await onEach(samples(language), async (sample) => {
        const found = [];
        await page.emulateMedia({ colorScheme: "light" });
        await go(page, sample);
        // By way of the debugger, which the content policy does not bind.
        await page.evaluate(axe);
        found.push(...(await violations(page, "light")));
        await page.emulateMedia({ colorScheme: "dark" });
        found.push(...(await violations(page, "dark")));
        return found;
      });
      assert.deepEqual(findings, []);
      await page.context().close();
    });
  }

  for (const scripts of [true, false]) {
    test(`nothing goes wrong unseen: ${language}, scripts ${scripts ? "on" : "off"}`, async () => {
      const page = await openPage(browser, { scripts });
      const findings = await onEach(samples(language), async (sample) => {
        await go(page, sample);
        await scrollThrough(page);
        return page.faults.splice(0);
      });
      assert.deepEqual(findings, []);
      await page.context().close();
    });
  }

  test(`language, one heading, a way past the header: ${language}`, async () => {
    const page = await openPage(browser, { width: 360, height: 740 });
    const findings = await onEach(samples(language), async (sample) => {
      await go(page, sample);
      const found = [];
      const tag = await page.getAttribute("html", "lang");
      if (tag !== (language === "zh" ? "zh-Hans" : "en")) found.push(`lang is ${tag}`);
      const headings = await page.locator("h1").count();
      if (headings !== 1) found.push(`${headings} h1`);
      found.push(...(await skipLink(page)));
      return found;
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });
}

/** Brings every lazy picture in. */
async function scrollThrough(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 1200) {
    await page.mouse.wheel(0, 1200);
    await page.waitForTimeout(20);
  }
  await page.waitForLoadState("networkidle");
}

async function skipLink(page) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    const seen = box.width > 24 && box.height > 23 && box.top >= 0 && box.left >= 0 && box.right <= innerWidth;
    return { href: link.getAttribute("href"), seen };
  });
  if (first.href !== "#main") return [`the first stop of Tab is ${first.href}, not the skip link`];
  if (!first.seen) return ["the skip link cannot be seen when it has the focus"];
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => {
    const main = document.getElementById("main");
    const header = document.querySelector("header");
    return !header.contains(document.activeElement) && (main.contains(document.activeElement) || !main.querySelector("a"));
  });
  return inside ? [] : ["the skip link does not lead into the page"];
}
