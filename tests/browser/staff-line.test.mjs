// What is typed outlives a sign-in that ends, a tab that is closed, and a line that drops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { isOfTheLine, openPage } from "./browser.mjs";
import { photographs } from "./photographs.mjs";
import { PASSWORD, receiptOf } from "./staff.mjs";
import { add, begin, endOtherSessions, field, fillVisit, fillWall, press, saved, setPassword, signIn, written } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

test("a sign-in that ends in the middle: the text stays, signing in in place goes on", { timeout: 120_000 }, async () => {
  const [page, elsewhere] = [await openPage(browser, { base: staff.base }), await openPage(browser, { base: staff.base })];
  await setPassword(page, await staff.add("li"));
  await elsewhere.goto("/staff");
  await signIn(elsewhere, "li");
  const change = await begin(page, "fancunbu");
  const note = `fancunbu/survey.s${receiptOf(change)}.note.zh`;
  await endOtherSessions(elsewhere);

  await field(page, note).fill("写到一半，登录过期了。");
  const dialog = page.locator("#sign-in-again");
  await dialog.waitFor({ state: "visible" });
  await dialog.locator("[data-later]").click();
  assert.match(await page.textContent("#state"), /登录已过期，文字已留在本机/);
  assert.equal(await field(page, note).inputValue(), "写到一半，登录过期了。");

  await page.click(".bar .act[data-save]");
  await dialog.waitFor({ state: "visible" });
  await dialog.locator("[name=name]").fill("li");
  await dialog.locator("[name=password]").fill("wrong, and long enough");
  await dialog.locator("[type=submit]").click();
  await dialog.locator("[role=alert]").waitFor({ state: "visible" });
  await dialog.locator("[name=password]").fill(PASSWORD);
  await dialog.locator("[type=submit]").click();
  await dialog.waitFor({ state: "hidden" });
  await saved(page);
  assert.equal(new URL(page.url()).pathname, change);
  await page.reload();
  assert.equal(await field(page, note).inputValue(), "写到一半，登录过期了。");
  // What is refused to who is signed out, or signs in wrongly, is all that went wrong.
  assert.deepEqual(page.faults.filter((fault) => !/401|422/.test(fault)), []);
});

test("a tab closed before anything was sent: the text is put back when the form is opened again", async () => {
  const page = await staff.page(browser, "zhao");
  const change = await begin(page, "weizhuang");
  const note = `weizhuang/survey.s${receiptOf(change)}.note.zh`;
  await page.context().setOffline(true);
  await field(page, note).fill("在门口写的，没有信号。");
  await page.waitForFunction(() => /已留在本机/.test(document.getElementById("state").textContent));
  await page.close();
  await page.context().setOffline(false);
  const again = await page.context().newPage();
  await again.goto(change);
  await saved(again);
  assert.equal(await field(again, note).inputValue(), "在门口写的，没有信号。");
  await again.reload();
  assert.equal(await field(again, note).inputValue(), "在门口写的，没有信号。");
});

test("an answer that is lost on its way: who writes on is not in conflict with themselves, also after the tab was closed", async () => {
  const page = await staff.page(browser, "chu");
  const change = await begin(page, "xiaozhang");
  const note = `xiaozhang/survey.s${receiptOf(change)}.note.zh`;
  let isLost = staff.line.loseAnswer("POST", change);
  await field(page, note).fill("门楼西侧");
  await isLost;
  await field(page, note).fill("门楼西侧塌了一角");
  await saved(page);
  assert.equal(await page.locator(".conflict").count(), 0);

  isLost = staff.line.loseAnswer("POST", change);
  await field(page, note).fill("门楼西侧塌了一角，有裂缝");
  await isLost;
  staff.line.cut();
  await field(page, note).fill("门楼西侧塌了一角，有裂缝三道");
  await page.waitForFunction(() => document.getElementById("state").classList.contains("wrong"));
  await page.goto("about:blank");
  staff.line.mend();
  await page.goto(change);
  await saved(page);
  assert.equal(await page.locator(".conflict").count(), 0);
  await page.reload();
  assert.equal(await field(page, note).inputValue(), "门楼西侧塌了一角，有裂缝三道");
  assert.deepEqual(page.faults.filter((fault) => !isOfTheLine(fault)), []);
});

test("the line breaks once a photo is there: its card comes when there is a line again", async () => {
  const page = await staff.page(browser, "zhao");
  const change = await begin(page, "guzhen");
  const isLost = staff.line.loseAnswer("GET", change);
  await page.setInputFiles("#pick", await photographs(browser, 1, { width: 400, height: 300 }));
  await isLost;
  await page.locator("[data-photo^=new-]").waitFor();
  await page.locator("#devices", { hasText: "1张，已到1，已全部到齐" }).waitFor();
});

test("a phone on 400 kbit/s that has no line for thirty seconds: filled in, submitted, nothing lost", { timeout: 300_000 }, async () => {
  const page = await staff.page(browser, "sun", { width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  page.setDefaultTimeout(60_000);
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const slow = { latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 };
  const drop = (offline) => line.send("Network.emulateNetworkConditions", { offline, ...slow });
  await drop(false);

  const change = await begin(page, "zhangwu");
  await fillVisit(page, change, "zhangwu");
  await saved(page);
  await add(page, "zhangwu/statement.wall");

  await drop(true);
  const until = sleep(30_000);
  await fillWall(page, change, "zhangwu");
  await page.waitForFunction(() => document.getElementById("state").classList.contains("wrong"));
  assert.match(await page.textContent("#state"), /已留在本机/, "it is said where the text is");
  // Pressing the button without a line loses nothing and leads nowhere.
  await page.click(".bar .go");
  await until;
  assert.equal(new URL(page.url()).pathname, change);
  const typed = await written(page);
  assert.equal(typed["zhangwu/statement.wall.1.measure.1.at.zh"], "北墙西端");
  await drop(false);
  await saved(page);
  await page.reload();
  assert.deepEqual(await written(page), typed);

  await page.fill("#note", "量了西端。");
  await press(page, ".bar .go");
  assert.equal(new URL(page.url()).pathname, `${change}/review`);
  const shown = await page.textContent("main");
  for (const text of ["北墙存一段，夯土，残高2至4米", "张三、李四", "4.2", "北墙西端", "量了西端。"]) assert.ok(shown.includes(text), text);
  assert.deepEqual(page.faults.filter((fault) => !/INTERNET_DISCONNECTED/.test(fault)), []);
});
