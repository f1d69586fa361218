// The whole way of a survey without a script in any browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { openPage } from "./browser.mjs";
import { receiptOf } from "./staff.mjs";
import { add, begin, endOtherSessions, field, fillGate, fillVisit, fillWall, press, setPassword, signIn, written } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

test("without scripts a survey is written by two, checked, returned, published, reverted and withdrawn", { timeout: 300_000 }, async () => {
  const open = () => openPage(browser, { base: staff.base, scripts: false });
  const [li, zhao, chief, reader] = [await open(), await open(), await open(), await open()];
  for (const [name, page] of Object.entries({ li, zhao, chief })) await setPassword(page, await staff.add(name));
  const save = (page) => press(page, ".bar [data-save]");

  const change = await begin(li, "xiaozhang");
  const survey = (rest) => `xiaozhang/survey.s${receiptOf(change)}.${rest}`;
  await fillVisit(li, change, "xiaozhang");
  // Adding something saves what was typed before it.
  await add(li, "xiaozhang/statement.wall");
  await fillWall(li, change, "xiaozhang", { withSource: false });
  await add(li, "xiaozhang/place.gate");
  await fillGate(li, change, "xiaozhang");
  const typed = await written(li);
  await save(li);
  assert.deepEqual(await written(li), typed);
  assert.equal(await field(li, survey("date")).inputValue(), "2026-04-12");

  // Two people in one field: whoever comes second is shown both texts, and chooses.
  await zhao.goto("/staff/changes/new");
  await press(zhao, `button[formaction$="${change}/join"]`);
  const note = survey("note.zh");
  await field(zhao, note).fill("从院外量。");
  await save(zhao);
  await field(li, note).fill("没有进去。");
  await save(li);
  assert.match(await li.textContent("#conflicts"), /两人写得不同/);
  const sides = li.locator(".conflict .option");
  assert.deepEqual((await sides.allTextContents()).map((side) => /从院外量|没有进去/.exec(side)?.[0]), ["没有进去", "从院外量"]);
  await sides.nth(1).locator("input").check();
  await save(li);
  assert.equal(await li.locator(".conflict").count(), 0);
  assert.equal(await field(li, note).inputValue(), "从院外量。");

  // What is missing is led to.
  await press(li, ".bar .go");
  assert.match(await li.textContent("[role=alert]:not([hidden])"), /改好再来/);
  const [aim] = await li.locator("#checks .blocking a").evaluateAll((links) => links.map((link) => link.hash.slice(1)));
  assert.match(aim, /statement-wall-1-sources/);
  assert.equal(await li.locator(`[id="${aim}"]`).count(), 1);
  await li.check(`[name="xiaozhang/statement.wall.1.sources"][value="survey-${receiptOf(change)}"]`);
  await press(li, ".bar .go");
  assert.equal(new URL(li.url()).pathname, `${change}/review`);

  await chief.goto(`${change}/review`);
  await press(chief, "[name=do][value=take]");
  const row = chief.locator(".row", { hasText: "北墙存一段" });
  await row.locator("summary").click();
  await row.locator("textarea").fill("请写明从哪里量起。");
  await press(chief, "[name=do][value=return]");
  await li.goto(change);
  const remarked = li.locator('[data-field="xiaozhang/statement.wall.1.value.zh"]');
  assert.match(await remarked.textContent(), /从哪里量起/);
  await remarked.locator("textarea").fill("北墙存一段，自墙根量起");
  await press(li, ".bar .go");

  await chief.goto(`${change}/review`);
  await press(chief, "[name=do][value=publish]");
  await reader.goto("/villages/xiaozhang");
  assert.match(await reader.textContent("main"), /自墙根量起/);
  await chief.goto("/staff/records/xiaozhang/history");
  await press(chief, ".editions > li:nth-child(2) form button");
  await reader.goto("/villages/xiaozhang");
  assert.doesNotMatch(await reader.textContent("main"), /自墙根量起/);
  await press(chief, "a.grave");
  await chief.check("[name=part][value=record]");
  await chief.check("[name=reason][value=error]");
  await press(chief, ".go-line .go");
  assert.equal((await reader.goto("/villages/xiaozhang")).status(), 410);
});

test("without scripts nothing is lost when the sign-in has expired while somebody wrote", async () => {
  const open = () => openPage(browser, { base: staff.base, scripts: false });
  const [page, elsewhere] = [await open(), await open()];
  await setPassword(page, await staff.add("sun", "surveyor"));
  await elsewhere.goto("/staff");
  await signIn(elsewhere, "sun");
  const change = await begin(page, "zhangwu");
  await fillVisit(page, change, "zhangwu");
  await endOtherSessions(elsewhere);
  await press(page, ".bar [data-save]");
  assert.equal(await page.locator("main input[name=password]").count(), 1, "it is asked who writes");
  await signIn(page, "sun", "wrong, and long enough");
  assert.equal(await page.locator("main [role=alert]").count(), 1);
  await signIn(page, "sun");
  await press(page, "form[data-again] button");
  assert.equal(new URL(page.url()).pathname, change);
  assert.equal(await field(page, `zhangwu/survey.s${receiptOf(change)}.surveyors`).inputValue(), "张三、李四");
});
