// What holds on every page of the staff, for each role that may see it: in both languages, on a phone and on a desk, in light and in dark.
import assert from "node:assert/strict";
import { before, test } from "node:test";

import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

import { axe, violations } from "./axe.mjs";
import { go, onEach } from "./browser.mjs";
import { cutOff, pressedPunctuation, textOnText } from "./fit.mjs";
import { inLanguage } from "./site.mjs";
import { staffPages, workOfAllStates } from "./staff.mjs";
import { browser, staff } from "./staffed.mjs";

const WIDTHS = [360, 768, 1280];

let pages;
before(async () => (pages = staffPages(await workOfAllStates(staff), await staff.add("new", "surveyor"))));

/** Every page with everybody who looks at it, one person after the other. */
const views = () => pages.flatMap((page) => page.who.map((who, at) => ({ ...page, who, isFirst: at === 0 }))).sort((a, b) => (a.who < b.who ? -1 : 1));

for (const language of ["zh", "en"]) {
  test(`axe-core finds nothing, nothing sticks out, nothing fails unseen: ${language}`, { timeout: 900_000 }, async () => {
    const open = new Map();
    const findings = await onEach(views(), async ({ who, path, status, isFirst }) => {
      if (!open.has(who)) open.set(who, await staff.page(browser, who, { reducedMotion: "reduce", height: 800 }));
      const page = open.get(who);
      const found = [];
      await go(page, { path: inLanguage(language, path), status });
      await page.evaluate(openFolds);
      await page.evaluate(axe);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of schemes(width, isFirst)) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await violations(page, `${width} px, ${colorScheme}`)));
        }
        for (const look of [textOnText, cutOff, pressedPunctuation]) {
          for (const fault of await page.evaluate(look)) found.push(`${width} px: ${look.name}: ${fault}`);
        }
      }
      await page.emulateMedia({ colorScheme: "light" });
      const tag = await page.getAttribute("html", "lang");
      if (tag !== (language === "zh" ? "zh-Hans" : "en")) found.push(`lang is ${tag}`);
      const headings = await page.locator("h1").count();
      if (headings !== 1) found.push(`${headings} h1`);
      return [...found, ...page.faults.splice(0)].map((fault) => `${who}: ${fault}`);
    });
    for (const page of open.values()) await page.context().close();
    assert.deepEqual(findings, []);
  });
}

test("html-validate finds no fault on any page", async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] }));
  const findings = [];
  for (const language of ["zh", "en"]) {
    for (const { who, path } of views()) {
      const address = inLanguage(language, path);
      const html = who ? await (await staff.hand(who)).text(address) : await (await fetch(staff.base + address)).text();
      for (const { messages } of (await validator.validateString(html)).results) {
        for (const { ruleId, message, line, severity, selector } of messages) {
          if (severity === 2) findings.push(`${who} ${address}:${line}  ${ruleId}: ${message} (${selector})`);
        }
      }
    }
  }
  assert.deepEqual(findings, []);
});

/** In which light axe-core looks: what is the same for all roles it looks at once in each. */
function schemes(width, isFirst) {
  if (width === 768) return [];
  return isFirst ? ["light", "dark"] : [width === 360 ? "dark" : "light"];
}

/** What is folded away is looked at too, and what lies under the bar that stays at the foot of the window. */
function openFolds() {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const bar of document.querySelectorAll(".bar")) bar.style.position = "static";
}
