// The search box: names are offered while one types, and can be taken without a mouse; without scripts it is a form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, openBrowser, openPage } from "./browser.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const box = (page) => page.getByRole("combobox");
const options = (page) => page.getByRole("option");

for (const [language, path, typed, village] of [
  ["zh", "/villages", "樊村", "/villages/fancunbu"],
  ["en", "/en/", "xiaoz", "/en/villages/xiaozhang"],
]) {
  test(`a name is offered, marked with the arrow keys and taken with Enter: ${language}`, async () => {
    const page = await openPage(browser);
    await go(page, { path });
    await box(page).fill(typed);
    await options(page).first().waitFor();
    assert.equal(await box(page).getAttribute("aria-expanded"), "true");
    assert.equal(await box(page).getAttribute("aria-activedescendant"), null);
    await page.keyboard.press("ArrowDown");
    const marked = await box(page).getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${marked}`).getAttribute("aria-selected"), "true");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === village);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("Escape closes what is offered and keeps what was typed; Enter then searches", async () => {
  const page = await openPage(browser);
  await go(page, { path: "/about" });
  await box(page).fill("fanc");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await options(page).count(), 0);
  assert.equal(await box(page).inputValue(), "fanc");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=fanc$/);
  await page.context().close();
});

test("what is offered can be clicked, and goes when the focus does", async () => {
  const page = await openPage(browser, { width: 360 });
  await go(page, { path: "/inventory" });
  await box(page).fill("瓮");
  await options(page).first().waitFor();
  await page.locator(".site-foot").click({ position: { x: 2, y: 2 } });
  assert.equal(await options(page).count(), 0);
  await box(page).fill("瓮城");
  await options(page).first().click();
  await page.waitForURL(/\/glossary#wengcheng$/);
  await page.context().close();
});

test("without scripts the box is a form, and the results are whole", async () => {
  const page = await openPage(browser, { scripts: false });
  await go(page, { path: "/" });
  await page.getByRole("searchbox").fill("樊邨堡　地道");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=/);
  assert.equal(await page.locator(".hits h3 a").first().getAttribute("href"), "/villages/fancunbu");
  assert.ok((await page.locator(".hits mark").count()) > 0);
  await page.context().close();
});
