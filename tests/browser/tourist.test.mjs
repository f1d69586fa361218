// A visitor on a phone, on a poor line, with scripts off: finds a fort, sees it, learns how to get there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { go, onEach, openBrowser, openPage } from "./browser.mjs";
import { inLanguage, pages } from "./site.mjs";

const PHONE = { width: 360, height: 740, scripts: false, hasTouch: true };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

test("from the first page to a picture and back, by links alone", async () => {
  const page = await openPage(browser, PHONE);
  await go(page, { path: "/" });
  await page.locator("main").getByRole("link", { name: "想去看看" }).tap();
  await page.waitForURL("**/villages");
  await page.locator("main").getByRole("link", { name: "小张村" }).first().tap();
  await page.waitForURL("**/villages/xiaozhang");
  await page.locator("main a[href^='/photos/xiaozhang-']").nth(1).tap();
  await page.waitForURL("**/photos/xiaozhang-*");
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await page.locator("main").getByRole("link", { name: "小张村" }).first().tap();
  await page.waitForURL("**/villages/xiaozhang");
  await page.getByRole("link", { name: "河津堡寨" }).first().tap();
  await page.waitForURL((address) => address.pathname === "/");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const language of ["zh", "en"]) {
  test(`the first screen of a village says what and where it is: ${language}`, async () => {
    const page = await openPage(browser, PHONE);
    const villages = pages.filter((at) => at.language === language && at.template === "village");
    const findings = await onEach(villages, async (sample) => {
      await go(page, sample);
      const found = [];
      const shown = async (what, locator) => {
        const box = await locator.first().boundingBox();
        if (!box || box.y < 0 || box.y + box.height > 740 || box.width < 1) {
          found.push(`${what} is not on the first screen (${box ? `${Math.round(box.y)}–${Math.round(box.y + box.height)}` : "nowhere"})`);
        }
      };
      await shown("the name", page.locator("h1"));
      await shown("a sentence", page.locator("main .lede .value"));
      const lead = await page.locator("main .picture").first().boundingBox();
      const seen = lead && Math.min(740, lead.y + lead.height) - Math.max(0, lead.y);
      if (!lead || seen < 150) found.push(`only ${Math.round(seen ?? 0)} px of the lead picture are on the first screen`);
      // An entry that is not identified has neither reading nor town.
      if (/\/open-\d+$/.test(sample.path)) return found;
      await shown("the reading", page.locator("main [lang=zh-Latn-pinyin]"));
      await shown("the town", page.getByText(language === "zh" ? /[镇乡]|街道/ : /Town|Township|Subdistrict/).and(page.locator("main *")));
      return found;
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });

  test(`the way there is asked for by name, never by a coordinate: ${language}`, async () => {
    const page = await openPage(browser, PHONE);
    const villages = pages.filter((at) => at.language === language && at.template === "village");
    const findings = await onEach(villages, async (sample) => {
      await go(page, sample);
      const found = [];
      const links = await page.locator("main a").evaluateAll((all) => all.map((a) => a.href));
      for (const link of links.map(decodeURIComponent)) {
        if (/geo:|\d{2,3}\.\d{2,}\s*[,/&]|[?&](ll|lat|lon|lng|location|position|coord)/i.test(link)) found.push(`leads to a coordinate: ${link}`);
      }
      if (/\/open-\d+$/.test(sample.path)) {
        if (links.some((link) => !link.startsWith("http://127.0.0.1") && /map|amap/.test(new URL(link).host))) {
          found.push("an entry that is not identified offers a search");
        }
        return found;
      }
      // Where the town is not known, a search would lead to another place of the same name.
      if ((await page.locator("main .address").count()) === 0) return found;
      const name = await page.locator("h1 [lang=zh-Hans], h1").last().textContent();
      const searches = links.map(decodeURIComponent).filter((link) => /amap|baidu|qq|apple/.test(new URL(link).host));
      if (searches.length < 3) found.push(`offers only ${searches.length} searches`);
      // As far as the town one is led by the town's name, which begins the address.
      const address = await page.locator("main .address").first().textContent();
      const asked = (search) => [...new URL(search).searchParams].find(([key]) => /^(keyword|query|q)$/.test(key))?.[1] ?? search;
      const toVillage = searches.filter((search) => search.includes(name.trim()));
      if (toVillage.length < 3) found.push(`offers only ${toVillage.length} searches for ${name.trim()}`);
      for (const search of searches) {
        if (!toVillage.includes(search) && !address.includes(asked(search))) found.push(`does not search for ${name.trim()} or its town: ${search}`);
      }
      return found;
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });

  test(`no drawing passes for a photograph: ${language}`, async () => {
    const page = await openPage(browser, PHONE);
    const list = ["/", "/villages", "/villages?view=grid", "/villages/fancunbu", "/villages/open", "/villages/open-1", "/photos", "/photos/xiaozhang-02", "/glossary"];
    const findings = await onEach(list.map((path) => ({ path: inLanguage(language, path) })), async (sample) => {
      await go(page, sample);
      const pictures = await page.locator("main picture").count();
      if (pictures === 0) return ["shows no picture"];
      return page.locator("main picture").evaluateAll((all, word) =>
        all.flatMap((picture) => {
          const around = picture.closest("figure, .picture, li, article, a");
          const marks = [...around.querySelectorAll("*")].filter(
            (at) => at.children.length === 0 && at.textContent.includes(word) && at.checkVisibility() && at.getBoundingClientRect().width > 10,
          );
          return marks.length ? [] : [`no mark at ${picture.querySelector("img").getAttribute("src")}`];
        }),
        language === "zh" ? "示意图" : "rawing",
      );
    });
    assert.deepEqual(findings, []);
    await page.context().close();
  });
}

// With scripts off a browser loads every picture at once, whatever `loading` says.
test("the first screen of a village takes less than 400 kB on a phone", async () => {
  const page = await openPage(browser, { ...PHONE, scripts: true, deviceScaleFactor: 2 });
  let bytes = 0;
  page.on("response", async (response) => (bytes += Number(response.headers()["content-length"] ?? 0)));
  await go(page, { path: "/villages/fancunbu" });
  assert.ok(bytes < 400_000, `${bytes} bytes before anyone has scrolled`);
  await page.context().close();
});
