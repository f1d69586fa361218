// The whole way of a survey: from the sign-in of a surveyor to the published page, and back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfTheLine, openPage } from "./browser.mjs";
import { photographs } from "./photographs.mjs";
import { receiptOf } from "./staff.mjs";
import { add, begin, describePhotos, field, fillGate, fillVisit, fillWall, press, saved, setPassword, signIn, written } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

const PHOTOS = 12;
const WALL = "北墙存一段，夯土，残高2至4米";

test("a survey is begun, written by two, checked, returned, corrected, published, undone, reverted, withdrawn", { timeout: 300_000 }, async (t) => {
  // Each step stands on the one before it.
  const step = async (what, does) => {
    let failure;
    await t.test(what, () => does().catch((error) => Promise.reject((failure = error))));
    if (failure) throw failure;
  };
  const open = () => openPage(browser, { base: staff.base });
  const [li, zhao, chief, reader] = [await open(), await open(), await open(), await open()];
  let change;
  const survey = (rest) => `fancunbu/survey.s${receiptOf(change)}.${rest}`;
  const publicText = async () => {
    await reader.goto("/villages/fancunbu");
    return reader.textContent("main");
  };

  await step("a password is set by a link that works once; then one signs in with it", async () => {
    const link = await staff.add("li");
    await setPassword(li, link);
    assert.match(await li.textContent("h1"), /李四/);
    await press(li, ".staff-me button");
    await li.goto(link);
    assert.equal(await li.locator("input[name=password]").count(), 0, "the link works once");
    await li.goto("/staff/changes/new");
    await signIn(li, "li", "not the password at all");
    assert.equal(await li.locator("[role=alert]").count(), 1, "a wrong password is said");
    await signIn(li, "li");
    assert.equal(new URL(li.url()).pathname, "/staff/changes/new", "signing in leads to where one wanted to go");
  });

  await step("what is typed saves itself and is there after a reload", async () => {
    change = await begin(li, "fancunbu");
    await fillVisit(li, change, "fancunbu");
    await saved(li);
    await add(li, "fancunbu/statement.wall");
    await fillWall(li, change, "fancunbu");
    await saved(li);
    await add(li, "fancunbu/place.gate");
    await fillGate(li, change, "fancunbu");
    await field(li, "fancunbu/name.en").evaluate((input) => (input.closest("details").open = true));
    await field(li, "fancunbu/name.en").fill("Fancunbu Fort");
    await saved(li);
    await li.waitForFunction(() => !document.querySelector("#checks .blocking"));
    const typed = await written(li);
    assert.equal(typed["fancunbu/statement.wall.1.measure.1.value"], "4.2");
    assert.equal(typed["fancunbu/statement.wall.1.sources"], `survey-${receiptOf(change)}`);
    await li.reload();
    assert.deepEqual(await written(li), typed);
  });

  await step("twelve photos: the line is cut, the page closed, and what had come is not sent again", async () => {
    const { line } = staff;
    const photos = await photographs(browser, PHOTOS);
    const bytes = photos.reduce((sum, { buffer }) => sum + buffer.length, 0);
    const isBroken = () => li.waitForFunction(() => /断了|没有网络/.test(document.querySelector(".sending").textContent));
    let isCut = line.cutAfter(bytes / 3);
    await li.setInputFiles("#pick", photos);
    await isCut;
    await isBroken();
    await field(li, survey("note.zh")).fill("断线时写的。");
    await li.waitForFunction(() => /已留在本机/.test(document.getElementById("state").textContent));

    isCut = line.cutAfter(bytes / 3);
    line.mend();
    await isCut;
    await isBroken();
    line.mend();
    // As when a phone has closed the page: nobody picks the files again.
    await li.goto("about:blank");
    await li.goto(change);
    await li.locator("#devices", { hasText: "手机一：12张，已到12，已全部到齐" }).waitFor({ timeout: 120_000 });
    await saved(li);
    assert.equal(await field(li, survey("note.zh")).inputValue(), "断线时写的。");
    assert.deepEqual(line.sentTwice, [], "bytes that the server had told to be there");
    const most = bytes + 2 * line.cuts * photos[0].buffer.length;
    assert.ok(line.sentBytes >= bytes && line.sentBytes < most, `${line.sentBytes} bytes sent of ${bytes}`);
    await li.reload();
    assert.equal(await li.locator("[data-photo^=new-]").count(), PHOTOS);
    await describePhotos(li);
    await saved(li);
    await field(li, survey("note.zh")).fill("");
    await saved(li);
  });

  await step("two people in one field: both texts are shown, and one chooses", async () => {
    await setPassword(zhao, await staff.add("zhao"));
    await zhao.goto("/staff/changes/new");
    await press(zhao, `button[formaction$="${change}/join"]`);
    assert.equal(new URL(zhao.url()).pathname, change);
    const note = survey("note.zh");
    await field(zhao, note).fill("北墙在私家院内，从院外量。");
    await saved(zhao);
    await field(li, note).fill("北墙没有进去。");
    await li.waitForSelector("#conflicts:not([hidden])");
    assert.match(await li.textContent("#others"), /赵五也在写/);
    const box = li.locator(".conflict", { hasText: "赵五" });
    assert.match(await box.textContent(), /北墙没有进去。[^]*赵五[^]*从院外量/);
    assert.equal(await field(li, note).first().inputValue(), "北墙没有进去。", "what one typed stays in its field");
    assert.match(await li.textContent("#state"), /1处待选定/);
    await box.locator("input[type=radio]").nth(1).check();
    await li.waitForSelector("#conflicts", { state: "hidden" });
    await saved(li);
    assert.equal(await li.locator(".conflict").count(), 0);
    await li.reload();
    assert.equal(await field(li, note).inputValue(), "北墙在私家院内，从院外量。");
  });

  await step("submitting with something missing leads to what is missing", async () => {
    await field(li, survey("date")).fill("");
    await li.uncheck(`[name="fancunbu/statement.wall.1.sources"]:checked`);
    await press(li, ".bar .go");
    assert.match(await li.textContent("[role=alert]:not([hidden])"), /改好再来/);
    const found = li.locator("#checks .blocking a");
    assert.ok((await found.count()) >= 1);
    for (const link of await found.all()) {
      const aim = (await link.getAttribute("href")).slice(1);
      await link.click();
      await li.waitForFunction((aim) => {
        const { top } = document.activeElement.getBoundingClientRect();
        return document.getElementById(aim).contains(document.activeElement) && top >= 0 && top < innerHeight - 100;
      }, aim);
    }
    await field(li, survey("date")).fill("2026-04-12");
    await li.check(`[name="fancunbu/statement.wall.1.sources"][value="survey-${receiptOf(change)}"]`);
    await li.fill("#note", "北墙西段未进。");
    await press(li, ".bar .go");
    assert.deepEqual(await li.locator("#checks .blocking").allTextContents(), []);
    assert.equal(new URL(li.url()).pathname, `${change}/review`);
    assert.equal(await li.locator(".bar .go").count(), 0, "nobody decides on their own");
  });

  await step("a reviewer takes it, comments on a field and returns it", async () => {
    await setPassword(chief, await staff.add("chief"));
    await chief.goto("/staff/changes");
    await press(chief, `.queue a[href^="${change}"]`);
    const before = chief.locator(".row", { hasText: "北墙存一段" });
    assert.match(await before.locator(".before").textContent(), /没有/);
    await press(chief, "[name=do][value=take]");
    await chief.goto("/staff/changes?list=mine");
    assert.equal(await chief.locator(`.queue a[href^="${change}"]`).count(), 1);
    await chief.goto(`${change}/review`);
    await press(chief, "[name=do][value=return]");
    assert.match(await chief.textContent("[role=alert]"), /理由/, "a return needs its reason");
    await chief.locator(".row", { hasText: "北墙存一段" }).locator("summary").click();
    await chief.locator(".row", { hasText: "北墙存一段" }).locator("textarea").fill("请写明从哪里量起。");
    await press(chief, "[name=do][value=return]");
    await chief.goto("/staff/changes?list=returned");
    assert.equal(await chief.locator(`.queue a[href^="${change}"]`).count(), 1);
  });

  await step("it is corrected and submitted again", async () => {
    await li.goto("/staff/changes?list=returned");
    await press(li, `.queue a[href="${change}"]`);
    const remarked = li.locator('[data-field="fancunbu/statement.wall.1.value.zh"]');
    assert.match(await remarked.textContent(), /请写明从哪里量起/, "the remark stands at its field");
    await remarked.locator("textarea").fill(`${WALL}，自墙根量起`);
    await press(li, ".bar .go");
    assert.equal(new URL(li.url()).pathname, `${change}/review`);
  });

  await step("it is approved, and page, search and list show it", async () => {
    assert.doesNotMatch(await publicText(), /自墙根量起/);
    await chief.goto(`${change}/review`);
    await press(chief, "[name=do][value=publish]");
    assert.match(await chief.textContent(".state"), /已发布/);
    assert.match(await publicText(), /自墙根量起/);
    for (const [path, text] of [
      ["/search?q=自墙根量起", /樊村堡/],
      ["/en/villages", /Fancunbu Fort/],
    ]) {
      await assert.doesNotReject(shows(reader, path, text), path);
    }
  });

  const photosShown = async () => {
    await reader.goto("/photos?village=fancunbu");
    const shown = await reader.$$eval("main a[href*='/photos/']", (links) => new Set(links.map((link) => link.pathname)).size);
    return shown;
  };
  const stoodThere = await photosShown();

  await step("the history names it; undoing takes all of it back, reverting brings it again", async () => {
    const editions = async () => {
      await chief.goto("/staff/records/fancunbu/history");
      return chief.locator(".editions > li").allTextContents();
    };
    const [newest] = await editions();
    assert.match(newest, new RegExp(receiptOf(change)));
    await chief.goto(`${change}/review`);
    await chief.click(".discard summary");
    await chief.fill("#undo-note", "发早了。");
    await press(chief, "[name=do][value=undo]");
    assert.doesNotMatch(await publicText(), /自墙根量起/);
    const all = await editions();
    assert.equal(all.length, 3);
    await press(chief, ".editions > li:nth-child(2) form button");
    assert.equal((await editions()).length, 4);
    assert.match(await publicText(), /自墙根量起/);
  });

  await step("withdrawn, it is gone, and its page says why", async () => {
    await chief.goto("/staff/records/fancunbu/history");
    await press(chief, "a.grave");
    await chief.check("[name=part][value=record]");
    await chief.check("[name=reason][value=privacy]");
    await chief.fill("#withdraw-note", "应住户要求。");
    await chief.check("[name=tell]");
    await press(chief, ".go-line .go");
    assert.match(await chief.textContent(".editions"), /应住户要求/);
    const gone = await reader.goto("/villages/fancunbu");
    assert.equal(gone.status(), 410);
    assert.match(await reader.textContent("main"), /应住户要求/);
    await reader.goto("/search?q=自墙根量起");
    assert.doesNotMatch(await reader.textContent("main"), /樊村堡村/);
  });

  // Of the line that was cut the browser tells too.
  for (const page of [li, zhao, chief]) assert.deepEqual(page.faults.filter((fault) => !isOfTheLine(fault)), []);
});

/** Asks for a page until it shows a text, for a second and a little more on a busy machine. */
async function shows(page, path, text) {
  const late = Date.now() + 10_000;
  for (;;) {
    await page.goto(path);
    if (text.test(await page.textContent("main"))) return;
    if (Date.now() > late) throw new Error(`${path} does not show ${text}`);
  }
}
