// The position of a survey: from the device at a press, and pasted as a pair.
import assert from "node:assert/strict";
import { test } from "node:test";

import { add, begin, field, saved } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

/** The part of the form where a place lies: a village has several. */
const of = (place) => `[data-place="${place}"]`;
const shows = (page, selector, words) =>
  page.waitForFunction(([selector, words]) => document.querySelector(selector)?.textContent.includes(words), [selector, words]);

test("the device fills a position in at a press, over nothing that was typed without asking, and says why it cannot", { timeout: 120_000 }, async () => {
  const page = await staff.page(browser, "li", { width: 360, height: 740 });
  const context = page.context();
  const change = await begin(page, "fancunbu");
  const gate = "fancunbu/place.gate.1";
  await add(page, "fancunbu/place.gate");
  const said = (words) => shows(page, `${of(gate)} [data-told]`, words);
  const press = (name) => page.click(`${of(gate)} [data-${name}]`);
  const value = (name) => field(page, `${gate}.${name}`).inputValue();

  // Nobody has allowed it, which a browser without a person takes for a refusal.
  await press("go");
  await said("没有得到允许");
  assert.equal(await value("lon"), "");

  await context.grantPermissions(["geolocation"], { origin: staff.base });
  await context.setGeolocation({ longitude: 110.71, latitude: 35.595028, accuracy: 7.2 });
  await press("go");
  await said("已填入本机位置，误差约±8米");
  assert.deepEqual(
    [await value("lon"), await value("lat"), await value("datum"), await value("uncertainty_m")],
    ["110.710000", "35.595028", "WGS84", "8"],
  );
  assert.ok(await page.isChecked(`[name="${gate}.method"][value=gps]`));
  await saved(page);
  await shows(page, `${of(gate)} .read`, "读作：北纬35°35′42.1″，东经110°42′36.0″；WGS84");

  // Moved on: asked first, and left or replaced as one says.
  await context.setGeolocation({ longitude: 110.72, latitude: 35.6, accuracy: 12 });
  await press("go");
  await said("这里已经写了别的");
  assert.equal(await value("lon"), "110.710000");
  await press("leave");
  await said("没有改动");
  assert.equal(await value("lon"), "110.710000");
  await press("go");
  await said("这里已经写了别的");
  await press("replace");
  await said("误差约±12米");
  await saved(page);
  await page.reload();
  assert.deepEqual([await value("lon"), await value("uncertainty_m")], ["110.720000", "12"]);

  await context.setGeolocation(null);
  await press("go");
  await said("手机现在给不出位置");
  assert.deepEqual(page.faults, []);
});

test("a pasted pair is taken apart in place, one that is not clear stays and is told of", { timeout: 120_000 }, async () => {
  const page = await staff.page(browser, "zhao");
  await begin(page, "weizhuang");
  const gate = "weizhuang/place.gate.1";
  await add(page, "weizhuang/place.gate");
  const box = field(page, `${gate}.pair`);
  const pasted = (text) =>
    box.evaluate((box, text) => {
      box.focus();
      box.value = text;
      box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
    }, text);
  await pasted("35.6, 36.1");
  await shows(page, `${of(gate)} .read.wrong`, "看不出哪个是经度");
  assert.equal(await box.inputValue(), "35.6, 36.1");
  await pasted("经度：110°42′36″\n纬度：35°35′42.1″");
  await page.waitForFunction((name) => document.getElementsByName(name)[0].value === "110°42′36″", `${gate}.lon`);
  assert.deepEqual([await field(page, `${gate}.lat`).inputValue(), await box.inputValue()], ["35°35′42.1″", ""]);
  await saved(page);
  assert.deepEqual(page.faults, []);
});
