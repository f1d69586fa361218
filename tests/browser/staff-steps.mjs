// What people do on the pages of the staff, step by step, with scripts and without.
import assert from "node:assert/strict";

import { PASSWORD, receiptOf } from "./staff.mjs";

/** Opens a one-time link, sets the password, and stands on the front page of the staff. */
export async function setPassword(page, link) {
  await page.goto(link);
  await page.fill("input[name=password]", PASSWORD);
  await press(page, "main form button[type=submit]");
  assert.equal(new URL(page.url()).pathname, "/staff");
}

export async function signIn(page, name, password = PASSWORD) {
  await page.fill("main input[name=name]", name);
  await page.fill("main input[name=password]", password);
  await press(page, "main form button[type=submit]");
}

/** Presses a button that leads to another page and waits for it. */
export async function press(page, selector) {
  await Promise.all([page.waitForEvent("load"), page.click(selector)]);
}

/** Begins the survey of a village and gives its address. */
export async function begin(page, village) {
  await page.goto("/staff/changes/new");
  await page.check("input[name=template][value=fort]");
  await page.check(`input[name=village][value=${village}]`);
  await press(page, ".go-line .go");
  return new URL(page.url()).pathname;
}

/** A field of the form, by its name. */
export const field = (page, name) => page.locator(`[name="${name}"]:not([type=hidden])`);

/** Waits until the line at the foot says that all is saved. */
export const saved = (page) => page.waitForFunction(() => document.getElementById("state").textContent.startsWith("已存"));

/** Adds a statement or a place and stands at its blank fields. */
export const add = (page, what) => press(page, `button[name=add][value="${what}"]`);

export async function fillVisit(page, change, village) {
  const receipt = receiptOf(change);
  await field(page, `${village}/survey.s${receipt}.date`).fill("2026-04-12");
  await field(page, `${village}/survey.s${receipt}.surveyors`).fill("张三、李四");
}

/** A statement that was seen on this visit, with a measurement. */
export async function fillWall(page, change, village, { withSource = true } = {}) {
  const wall = `${village}/statement.wall.1`;
  await field(page, `${wall}.value.zh`).fill("北墙存一段，夯土，残高2至4米");
  await page.check(`[name="${wall}.certainty"][value=established]`);
  if (withSource) await page.check(`[name="${wall}.sources"][value="survey-${receiptOf(change)}"]`);
  await field(page, `${wall}.measure.1.measure`).selectOption("wall_height");
  await field(page, `${wall}.measure.1.value`).fill("4.2");
  await field(page, `${wall}.measure.1.at.zh`).fill("北墙西端");
}

/** The position of a gate as a phone gives it, in degrees, minutes and seconds with full-width digits. */
export async function fillGate(page, change, village) {
  const gate = `${village}/place.gate.1`;
  await field(page, `${gate}.lon`).fill("１１０°４２′３６″");
  await field(page, `${gate}.lat`).fill("35°36′18″");
  await field(page, `${gate}.datum`).selectOption("WGS84");
  await field(page, `${gate}.uncertainty_m`).fill("10");
  await page.check(`[name="${gate}.method"][value=gps]`);
  await page.check(`[name="${gate}.certainty"][value=established]`);
  await page.check(`[name="${gate}.public"][value=exact]`);
  await page.check(`[name="${gate}.sources"][value="survey-${receiptOf(change)}"]`);
}

/** Says of each photo that has come what it shows. */
export async function describePhotos(page) {
  for (const card of await page.locator("[data-photo^=new-]").all()) {
    const name = await card.getAttribute("data-photo");
    await field(page, `${name}/element`).selectOption("wall");
    await field(page, `${name}/caption.zh`).fill(`北墙，${name}`);
    await field(page, `${name}/alt.zh`).fill(`夯土墙的一段，${name}`);
  }
}

/** Everything that stands in the form of a change, by name: what was typed, what was ticked. */
export const written = (page) =>
  page.$$eval(".change-form :is(input, textarea, select)", (controls) => {
    const found = {};
    for (const { name, type, value, checked } of controls) {
      if (!name || type === "hidden" || !value || (/checkbox|radio/.test(type) && !checked)) continue;
      found[name] = found[name] ? `${found[name]}, ${value}` : value;
    }
    return found;
  });

/** Signs out on the account page, from another browser, wherever else somebody is signed in. */
export async function endOtherSessions(page) {
  await page.goto("/staff/account");
  for (let left = await page.locator("[name=do][value=end]").count(); left > 0; left -= 1) await press(page, ".sessions form button");
  assert.equal(await page.locator("[name=do][value=end]").count(), 0);
}
