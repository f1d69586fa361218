// Photos through the form and the review: one that is published is altered, of two new ones one is left out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { receiptOf } from "./staff.mjs";
import { begin, field, fillVisit, press, saved } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

const picture = (file) => readFile(new URL(`../fixtures/archives/small/photos/${file}`, import.meta.url));
const PUBLISHED = "fancunbu-01";

test("a published photo is altered, one of two new ones is left out, and the public sees just that", { timeout: 240_000 }, async () => {
  const li = await staff.page(browser, "li");
  const change = await begin(li, "fancunbu");
  await fillVisit(li, change, "fancunbu");
  await saved(li);

  // The published photos are folded away; pressing one's button brings its fields, and keeps what was typed.
  await li.click("#published > summary");
  assert.equal(await field(li, `${PUBLISHED}/caption.zh`).count(), 0);
  await press(li, `button[name=open][value="${PUBLISHED}"]`);
  const caption = field(li, `${PUBLISHED}/caption.zh`);
  assert.ok(await caption.isVisible(), "the list is open where its photo is");
  const before = await caption.inputValue();
  await caption.fill(`${before}（二次核对）`);
  await saved(li);

  const files = [
    { name: "北墙.png", mimeType: "image/png", buffer: await picture("gamma/gamma-01.png") },
    { name: "南门.jpg", mimeType: "image/jpeg", buffer: await picture("alpha/alpha-01.jpg") },
  ];
  await li.setInputFiles("#pick", files);
  await field(li, "new-2/caption.zh").waitFor();
  for (const name of ["new-1", "new-2"]) {
    await field(li, `${name}/element`).selectOption({ index: 1 });
    await field(li, `${name}/caption.zh`).fill(`${name}的图注`);
    await field(li, `${name}/alt.zh`).fill("夯土墙一段，墙下是土路");
  }
  await saved(li);
  await press(li, ".bar .go");
  assert.equal(new URL(li.url()).pathname, `${change}/review`);

  // The reviewer leaves one out with a comment, by the keyboard alone.
  const chief = await staff.page(browser, "chief");
  await chief.goto(`${change}/review`);
  assert.match(await chief.textContent(`[data-photo="${PUBLISHED}/"]`), /二次核对/);
  const left = chief.locator('[data-photo="new-2/"]');
  await left.locator("article").first().focus();
  await chief.keyboard.press("x");
  assert.equal(await left.locator("input[name=approve]:checked").count(), 0, "its fields go with it");
  await chief.keyboard.press("c");
  await chief.keyboard.type("太暗，请重拍。");
  await chief.keyboard.press("Escape");
  assert.equal(await chief.locator("[name=do][value=publish]").isVisible(), false, "all of it is not offered while something is left");
  await press(chief, "[name=do][value=approve]");
  assert.match(await chief.textContent("main"), new RegExp(`其余1张照片留在${receiptOf(change)}-2`));

  const reader = await staff.page(browser, null);
  await reader.goto("/villages/fancunbu");
  const shown = await reader.textContent("main");
  assert.match(shown, /new-1的图注/);
  assert.doesNotMatch(shown, /new-2的图注/);
  await reader.goto(`/photos/${PUBLISHED}`);
  assert.match(await reader.textContent("main"), /二次核对/);

  // The surveyor finds it in the rest, with what was said, and its picture.
  await li.goto("/staff/changes?list=returned");
  assert.match(await li.textContent(".queue"), /其余1张照片留在此单/);
  await press(li, `.queue a[href="${change}-2"]`);
  const card = li.locator("#photo-new-2");
  assert.match(await card.textContent(), /太暗，请重拍。/);
  // It is fetched when it comes into sight.
  await card.scrollIntoViewIfNeeded();
  await li.waitForFunction(() => document.querySelector("#photo-new-2 img").naturalWidth > 0);
  assert.equal(await li.locator("#photo-new-1").count(), 0);
  for (const page of [li, chief, reader]) assert.deepEqual(page.faults, []);
});
