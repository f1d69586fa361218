// How pages fit: narrow screens, large text, paper, and pictures that arrive late.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, onEach, openBrowser, openPage } from "./browser.mjs";
import { cutOff } from "./fit.mjs";
import { elements } from "./html.mjs";
import { get, inLanguage, samples } from "./site.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const language of ["zh", "en"]) {
  for (const width of [320, 360]) {
    test(`nothing is wider than a phone of ${width} px: ${language}`, async () => {
      const page = await openPage(browser, { width, height: 740 });
      assert.deepEqual(await onEach(samples(language), fits(page)), []);
      await page.context().close();
    });
  }

  for (const [width, height] of [[1280, 800], [640, 800]]) {
    test(`text of twice the size still fits ${width} px: ${language}`, async () => {
      const page = await openPage(browser, { width, height });
      const session = await page.context().newCDPSession(page);
      // What the reader's own setting of the text size does.
      await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
      const grown = await onEach([{ path: inLanguage(language, "/about") }], async (sample) => {
        await go(page, sample);
        const size = await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("main p")).fontSize));
        return size >= 28 ? [] : [`text has ${size} px: it does not follow the reader's setting`];
      });
      assert.deepEqual(grown, []);
      assert.deepEqual(await onEach(samples(language), fits(page)), []);
      await page.context().close();
    });
  }

  test(`printed on A4 nothing is cut off: ${language}`, async () => {
    // The width of A4 between margins of 16 mm, in CSS pixels.
    const page = await openPage(browser, { width: 673, height: 980 });
    await page.emulateMedia({ media: "print" });
    const findings = await onEach(samples(language), async (sample) => {
      // Chromium shrinks a page that is too wide for the paper; a little of that does no harm.
      const found = await fits(page, 1.25)(sample);
      for (const hidden of ["header nav", ".skip", "a[rel=alternate]", "form"]) {
        if (await page.locator(hidden).first().isVisible()) found.push(`${hidden} is printed`);
      }
      return found;
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });
}

test("a village prints in a few sheets of A4, its address on them", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/villages/fancunbu" });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(sheets >= 2 && sheets <= 8, `${sheets} sheets`);
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString("latin1"));
  assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByText(`/villages/fancunbu`).last().isVisible(), "the address of the page is not printed");
  await page.context().close();
});

test("whoever asks for reduced motion gets none", async () => {
  const page = await openPage(browser, { reducedMotion: "reduce" });
  const findings = await onEach(samples("zh"), async (sample) => {
    await go(page, sample);
    return page.evaluate(() => {
      // A picture may fade in: nothing moves with it.
      const still = /^(opacity|color|background-color|border-color|outline-color|text-decoration-color|fill|stroke)$/;
      const moving = (style) =>
        (parseFloat(style.animationDuration) > 0.01 && style.animationName !== "none") ||
        (parseFloat(style.transitionDuration) > 0.01 && !style.transitionProperty.split(", ").every((name) => still.test(name)));
      const found = [...document.querySelectorAll("*")].filter((element) => moving(getComputedStyle(element)));
      if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") found.unshift(document.documentElement);
      return found.slice(0, 3).map((element) => `${element.tagName}.${element.className} moves`);
    });
  });
  assert.deepEqual(findings, []);
  await page.context().close();
});

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`pictures that come late move nothing: ${width} px`, async () => {
    const page = await openPage(browser, { width, height });
    await page.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const node = entry.sources?.[0]?.node;
          globalThis.shifts.push({ value: entry.value, what: `${node?.nodeName}.${node?.className}` });
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.route("**/iiif/**", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    const list = ["/", "/villages", "/villages/fancunbu", "/photos"].map((path) => ({ path }));
    const findings = await onEach(list, async (sample) => {
      await go(page, sample);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      for (let y = 0; y < height; y += 500) {
        await page.evaluate((top) => scrollTo(0, top), y);
        await page.waitForTimeout(50);
      }
      await page.waitForLoadState("networkidle");
      const shifts = await page.evaluate(() => globalThis.shifts);
      const sum = shifts.reduce((sum, shift) => sum + shift.value, 0);
      return sum > 0.01 ? [`shifts by ${sum.toFixed(3)}: ${shifts.map((shift) => shift.what).join(", ")}`] : [];
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });
}

test("a placeholder stands in the picture's place before the picture is there", async () => {
  const page = await openPage(browser, { width: 360, height: 740, scripts: false });
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/iiif/**", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto("/villages/fancunbu", { waitUntil: "commit" });
  const lead = page.locator("main .picture").first();
  await lead.waitFor();
  await page.waitForFunction(() => document.querySelector("main .picture img[src^='data:']")?.naturalWidth > 0);
  const before = await lead.boundingBox();
  assert.ok(before.width > 300 && before.height > 150, JSON.stringify(before));
  const placeholder = await lead.locator("img[src^='data:']").boundingBox();
  assert.ok(placeholder.width >= before.width - 1 && placeholder.height >= before.height - 1, JSON.stringify(placeholder));
  release();
  await page.waitForLoadState("load");
  assert.deepEqual(await lead.boundingBox(), before);
  assert.ok(await lead.locator("picture img").evaluate((image) => image.complete && image.naturalWidth > 0));
  await page.context().close();
});

test("page, styles and script of a first visit stay within 40 KB", async () => {
  for (const path of ["/", "/villages/fancunbu", "/en/", "/en/villages/fancunbu"]) {
    const parts = elements(await (await get(path)).text())
      .filter(({ attributes }) => attributes.rel === "stylesheet" || attributes.src?.endsWith(".js"))
      .map(({ attributes }) => attributes.href ?? attributes.src);
    let bytes = 0;
    for (const part of [path, ...parts]) {
      const response = await get(part, { "accept-encoding": "br" });
      bytes += Number(response.headers.get("content-length"));
    }
    assert.ok(parts.length >= 2 && bytes <= 40 << 10, `${path}: ${bytes} bytes in ${parts.length + 1} parts`);
  }
});

/** Looks for what sticks out of the window, or `allowance` times its width, or is cut off inside it. */
function fits(page, allowance = 1) {
  return async (sample) => {
    await go(page, sample);
    return page.evaluate(cutOff, allowance);
  };
}
