// The live map: opened when asked for, in step with the list and the address, by mouse, keys and fingers; where the reader is only at a press.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { axe, violations } from "./axe.mjs";
import { go, openBrowser, openPage } from "./browser.mjs";
import { command, startProgram } from "./program.mjs";
import { base, get, inLanguage } from "./site.mjs";

const LIMIT_BYTES = 160_000;
const small = join(import.meta.dirname, "..", "fixtures", "archives", "small");

let browser;
let folder;
/** An archive in which one village is surveyed, 丙村 at 110.8, 35.6; of the one that all tests share nobody has measured any. */
let surveyed;
before(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), "baozhai-map-"));
  await command({ base, data: folder }, "import", small);
  surveyed = await startProgram(folder);
});
after(async () => {
  await browser.close();
  await surveyed?.stop();
  await rm(folder, { recursive: true, force: true });
});

for (const [language, label] of [["zh", "在活地图上看"], ["en", "Open the live map"]]) {
  test(`comes when its button is pressed, and draws the land: ${language}`, async () => {
    const { page, asked } = await openMap({ language, opens: false });
    assert.deepEqual(asked.filter((path) => path.includes("/live.")), [], "it came before it was asked for");
    assert.ok(await page.locator("figure.map").isVisible());
    await page.getByRole("button", { name: label }).click();
    await whenReady(page);
    assert.equal(asked.filter((path) => path.includes("/live.")).length, 1);
    assert.ok(!(await page.locator("figure.map").isVisible()), "both maps are shown");
    assert.ok(await page.locator(".live-view").evaluate((at) => at === document.activeElement), "the focus is elsewhere");
    assert.ok((await colours(page)) >= 5, "nothing is drawn");
    await page.getByRole("button", { name: language === "zh" ? "收起" : "Close" }).click();
    await page.locator("section.live").waitFor({ state: "detached" });
    assert.ok(await page.locator("figure.map").isVisible());
    assert.ok(!page.url().includes("#"), page.url());
    assert.ok(await page.getByRole("button", { name: label }).evaluate((at) => at === document.activeElement), "the focus is lost");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("weighs no more than it may, with its style, and carries its licences; the page alone is light too", async () => {
  const html = await (await get("/map")).text();
  const [script, style, own] = [/data-live="([^"]+)"/, /rel="stylesheet" href="([^"]+)"/, /<script type="module" src="([^"]+)"/].map((part) => part.exec(html)[1]);
  const weigh = async (path) => Number((await get(path, { "accept-encoding": "br" })).headers.get("content-length"));
  const [live, styles, ...page] = [await weigh(script), await weigh(style), await weigh(own), await weigh("/map")];
  assert.ok(live > 40_000 && live + styles <= LIMIT_BYTES, `${live} and ${styles} bytes`);
  const light = page.reduce((sum, bytes) => sum + bytes, styles);
  assert.ok(light <= 60 << 10, `${light} bytes`);
  const text = await (await get(script)).text();
  assert.match(text, /OpenLayers Contributors[^]*Redistributions in binary form[^]*THIS SOFTWARE IS PROVIDED/i);
  assert.match(text, /rbush[^]*Permission is hereby granted/);
});

test("without scripts there is no button, and the drawing stands alone", async () => {
  const { page } = await openMap({ scripts: false, opens: false });
  assert.equal(await page.locator(".live-open").isVisible(), false);
  assert.equal(await page.locator("section.live").count(), 0);
  assert.ok(await page.locator("figure.map").isVisible());
  await page.context().close();
});

test("where it does not come, the drawing stays and a line says so", async () => {
  const { page } = await openMap({ opens: false });
  await page.route("**/assets/live.*.js", (route) => route.fulfill({ status: 503, body: "" }));
  await page.locator(".live-open").click();
  await page.getByText("活地图没有载入").waitFor();
  assert.ok(await page.locator("figure.map").isVisible());
  await page.context().close();
});

test("a row of the list chooses on the map without another page, and the address has it", async () => {
  const { page } = await openMap();
  await page.evaluate(() => (globalThis.same = true));
  const before = await picture(page);
  await row(page, "fancunbu").locator(".draw").click();
  await page.waitForURL(/\/map\?at=fancunbu#map=[\d.]+\/35\.\d+\/110\.\d+$/);
  await atRest(page);
  assert.ok(await page.evaluate(() => globalThis.same), "the page was loaded anew");
  assert.notEqual(await picture(page), before, "the map shows nothing of it");
  const card = page.locator(".live-card");
  assert.match(await card.innerText(), /樊村堡村[^]*±5公里[^]*虚线圆内[^]*村页/);
  assert.equal(await card.getByRole("link", { name: "怎么去" }).count(), 0, "a way to a place that nobody knows");
  assert.ok(await row(page, "fancunbu").evaluate((at) => at.matches(".sought") && at.querySelector("[aria-current=true]")));
  await page.getByRole("status").filter({ hasText: "已选樊村堡村。±5公里" }).waitFor();
  // The next takes its place, in the list too, and no second page is made of it.
  await row(page, "guzhen").locator(".draw").click();
  await page.waitForURL(/\?at=guzhen#/);
  assert.equal(await page.locator(".place-town .sought").count(), 1);
  assert.ok(await row(page, "fancunbu").locator(".draw").isVisible(), "the first cannot be chosen again");
  await card.getByRole("button", { name: "不选" }).click();
  await page.waitForURL((address) => !address.search);
  assert.equal(await page.locator(".place-town .sought").count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a name on the map chooses, and the list goes along", async () => {
  const { page } = await openMap({ height: 900 });
  // 武家堡村 stands below 小梁乡, well away from other names.
  const at = await find(page, "武家堡村");
  await page.mouse.click(at.x, at.y);
  await page.waitForURL(/\?at=wujiabu#/);
  await page.waitForFunction(() => {
    const { top, bottom } = document.querySelector("[data-village=wujiabu].sought").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the keys move it, enlarge it and reach every place", async () => {
  const { page } = await openMap({ opens: false });
  await page.locator(".live-open").focus();
  await page.keyboard.press("Enter");
  await whenReady(page);
  let last = view(page);
  const changes = async (key, part) => {
    await page.keyboard.press(key);
    await atRest(page);
    const now = view(page);
    assert.notEqual(now[part], last[part], `${key} changes nothing`);
    last = now;
  };
  await changes("+", "zoom");
  await changes("ArrowRight", "lon");
  await changes("ArrowDown", "lat");
  await changes("-", "zoom");
  await page.keyboard.press("Tab");
  const select = page.getByRole("combobox", { name: "选一处" });
  assert.ok(await select.evaluate((at) => at === document.activeElement), "Tab leads elsewhere");
  const offered = await select.locator("optgroup option").evaluateAll((options) => options.map((option) => option.value));
  const drawable = await page.locator("[data-village]:has(.draw)").evaluateAll((rows) => rows.map((at) => at.dataset.village));
  assert.deepEqual([...offered].sort(), [...drawable].sort());
  for (const id of offered) {
    await select.selectOption(id);
    await page.waitForURL((address) => address.searchParams.get("at") === id);
  }
  await page.keyboard.press("Escape");
  await page.waitForURL((address) => !address.search);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an address brings back filter, view and village, and both maps agree on the village", async () => {
  const { page } = await openMap({ path: "/map?position=unsurveyed&at=xiaozhang#map=12.40/35.68000/110.75000", opens: false });
  await whenReady(page);
  const { zoom, lat, lon } = view(page);
  assert.deepEqual([zoom, lat, lon], [12.4, 35.68, 110.75]);
  assert.match(await page.locator(".live-card").innerText(), /小张村/);
  assert.ok(await row(page, "xiaozhang").evaluate((at) => at.matches(".sought")));
  // Who filters comes back to the same view.
  await page.locator("select[name=town]").selectOption("senglou");
  await page.locator(".filters button").click();
  await page.waitForURL(/town=senglou.*#map=12\.40\/35\.68000\/110\.75000$/);
  await whenReady(page);
  const offered = await page.locator(".live-pick optgroup option").evaluateAll((options) => options.map((option) => option.value));
  assert.deepEqual(offered.sort(), ["beifangping", "nanwuqin", "xiaozhang", "zhangwu"].filter((id) => offered.includes(id)));
  assert.ok(offered.length > 0 && !offered.includes("weizhuang"), offered.join());
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an address that names no view opens nothing", async () => {
  for (const hash of ["#map", "#map-title", "#drawing"]) {
    const { page, asked } = await openMap({ path: `/map${hash}`, opens: false });
    assert.equal(await page.locator("section.live").count(), 0, hash);
    assert.ok(!asked.some((path) => path.includes("/live.")), hash);
    await page.context().close();
  }
  const { page } = await openMap({ path: "/map?at=nobody#map=99/x/y", opens: false });
  await whenReady(page);
  assert.match(page.url(), /\/map#map=\d+\.\d+\/35\.\d+\/110\.\d+$/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const width of [360, 768, 1280]) {
  for (const language of ["zh", "en"]) {
    test(`no words lie on others, near or far, and nothing sticks out: ${language}, ${width} px`, async () => {
      const { page } = await openMap({ language, width, height: 800 });
      const found = [];
      const count = await page.evaluate(() => globalThis.letters.length);
      assert.ok(count > 10, `${count} words only`);
      for (const zooms of [0, 1, 1, 1, 1]) {
        for (let step = 0; step < zooms; step++) await page.locator("[data-act=in]").click();
        await atRest(page);
        found.push(...(await page.evaluate(overlaps)).map((fault) => `${view(page).zoom}: ${fault}`));
      }
      assert.deepEqual(found, []);
      assert.deepEqual(await page.evaluate(sticksOut), []);
      await page.context().close();
    });
  }
}

test("a surveyed village has its mark, its way and its distance; others have none of it", async () => {
  const { page } = await openMap({ program: surveyed, permissions: ["geolocation"], geolocation: { longitude: 110.75, latitude: 35.6, accuracy: 30 } });
  await page.evaluate(() => {
    globalThis.asks = 0;
    const { geolocation } = navigator;
    const ask = geolocation.getCurrentPosition.bind(geolocation);
    geolocation.getCurrentPosition = (...words) => (globalThis.asks++, ask(...words));
  });
  await row(page, "gamma").locator(".draw").click();
  const card = page.locator(".live-card");
  await card.getByRole("link", { name: "怎么去" }).waitFor();
  assert.match(await card.getByRole("link", { name: "怎么去" }).getAttribute("href"), /\/villages\/gamma#visit$/);
  assert.equal(await page.evaluate(() => globalThis.asks), 0, "asked before the button was pressed");
  assert.equal(await card.locator("[data-card=away]").isVisible(), false);
  await page.getByRole("button", { name: "我的位置" }).click();
  await page.getByText("红点是您的位置，误差约±30米").waitFor();
  assert.equal(await page.evaluate(() => globalThis.asks), 1);
  // 0.05° of longitude at 35.6° on the sphere: 6 371 km · cos φ · Δλ = 4.52 km.
  await card.getByText("离您约4.5公里").waitFor();
  await row(page, "alpha").locator(".draw").click();
  await page.waitForURL(/at=alpha/);
  assert.equal(await card.locator("[data-card=away]").isVisible(), false, "a distance to the middle of a circle");
  assert.equal(await card.getByRole("link", { name: "怎么去" }).count(), 0);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("who refuses, or is elsewhere, is told what to do in a sentence", async () => {
  const { page } = await openMap();
  await page.getByRole("button", { name: "我的位置" }).click();
  await page.getByText("网站设置里准许").waitFor();
  await page.context().grantPermissions(["geolocation"], { origin: base });
  await page.context().setGeolocation({ longitude: 116.4, latitude: 39.9, accuracy: 50 });
  await page.getByRole("button", { name: "我的位置" }).click();
  await page.getByText("您不在这张图的范围里").waitFor();
  await page.context().setGeolocation(null);
  await page.evaluate(() => (navigator.geolocation.getCurrentPosition = (_, fail) => fail({ code: 3 })));
  await page.getByRole("button", { name: "我的位置" }).click();
  await page.getByText("请到开阔处，再按一次").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("on a phone one finger scrolls the page and two move the map; full screen, one does", async () => {
  const { page } = await openMap({ width: 360, height: 740, hasTouch: true, isMobile: true });
  await page.locator(".live-field").scrollIntoViewIfNeeded();
  const still = view(page);
  await stroke(page, (step) => [[180, 300 - 8 * step]]);
  await page.locator(".live-fingers").waitFor({ state: "visible" });
  await atRest(page);
  assert.deepEqual(view(page), still, "one finger moves the map");
  await page.locator(".live-fingers").waitFor({ state: "hidden" });
  await page.locator(".live-field").scrollIntoViewIfNeeded();
  await stroke(page, (step) => [[150, 300 - 8 * step], [210, 300 - 8 * step]].map(([x, y], finger) => [x + (finger ? 6 : -6) * step, y]));
  await atRest(page);
  const moved = view(page);
  assert.ok(moved.zoom > still.zoom, "two fingers do not enlarge it");
  await page.getByRole("button", { name: "全屏" }).click();
  await page.waitForSelector(".live.is-filled");
  await atRest(page);
  const before = view(page);
  await stroke(page, (step) => [[180 - 6 * step, 350]]);
  await atRest(page);
  assert.notEqual(view(page).lon, before.lon, "one finger does not move what fills the screen");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const width of [1280, 360]) {
  test(`axe-core finds nothing with the map open, light and dark: ${width} px`, async () => {
    for (const language of ["zh", "en"]) {
      const { page } = await openMap({ language, path: "/map?at=fancunbu", width });
      // By way of the debugger, which the content policy does not bind.
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await atRest(page);
        assert.deepEqual(await violations(page, `${language}, ${colorScheme}`), []);
      }
      await page.context().close();
    }
  });
}

test("follows the reader's choice of light or dark at once", async () => {
  const { page } = await openMap({ colorScheme: "light" });
  const light = await paper(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction((light) => document.querySelector(".live canvas") && light, light);
  await atRest(page);
  const dark = await paper(page);
  assert.ok(light > 600 && dark < 200, `${light} and ${dark}`);
  await page.context().close();
});

/** A map page, the map on it open, and the paths it asks for. */
async function openMap({ language = "zh", path = "/map", opens = true, program, ...options } = {}) {
  const page = await openPage(browser, { ...(program && { base: program.base }), ...options });
  await page.addInitScript(noteLetters);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await go(page, { path: inLanguage(language, path) });
  if (opens) {
    await page.locator(".live-open").click();
    await whenReady(page);
  }
  return { page, asked };
}

async function whenReady(page) {
  await page.waitForSelector(".live[data-ready]");
  await atRest(page);
}

/** Waits until the map has not changed for a while. */
async function atRest(page) {
  let last = "";
  for (let alike = 0; alike < 3; ) {
    await page.waitForTimeout(80);
    const now = page.url() + (await picture(page));
    alike = now === last ? alike + 1 : 0;
    last = now;
  }
}

/** What is drawn, put together as it is seen. */
const picture = (page) => page.evaluate(() => [...document.querySelectorAll(".live-view canvas")].map((canvas) => canvas.toDataURL()).join());

/** How many colours the map is drawn in, roughly. */
const colours = (page) =>
  page.evaluate(() => {
    const found = new Set();
    for (const canvas of document.querySelectorAll(".live-view canvas")) {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(`${data[at] >> 4},${data[at + 1] >> 4},${data[at + 2] >> 4}`);
    }
    return found.size;
  });

/** How light the paper around the sheet is: red, green and blue together, at the upper left corner. */
const paper = (page) =>
  page.evaluate(() => {
    const { data } = document.querySelector(".live-view canvas").getContext("2d").getImageData(3, 3, 1, 1);
    return data[0] + data[1] + data[2];
  });

const row = (page, id) => page.locator(`[data-village="${id}"]`);

/** What the address says of the view. */
function view(page) {
  const [zoom, lat, lon] = new URL(page.url()).hash.slice("#map=".length).split("/").map(Number);
  return { zoom, lat, lon };
}

/** Notes what is lettered on the map, as the canvas is told: the words of the picture that was drawn last, with their boxes in pixels. */
function noteLetters() {
  const draw = CanvasRenderingContext2D.prototype.fillText;
  let isOpen = false;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    // All words of a picture are drawn in one go.
    if (!isOpen) {
      isOpen = true;
      globalThis.letters = [];
      queueMicrotask(() => (isOpen = false));
    }
    const [corner, { width }] = [this.getTransform().transformPoint({ x, y }), this.measureText(text)];
    const high = Number.parseFloat(/([\d.]+)px/.exec(this.font)[1]);
    const turned = Math.abs(this.getTransform().b) > 0.01;
    const box = [corner.x, corner.y - high / 2, corner.x + width, corner.y + high / 2].map((at) => at / devicePixelRatio);
    globalThis.letters.push({ text: text.trim(), turned, box });
    return draw.call(this, text, x, y);
  };
}

/** The middle of words on the map, in the window. */
async function find(page, words) {
  const { box } = await page.evaluate((words) => globalThis.letters.find(({ text }) => text === words), words);
  const { x, y } = await page.locator(".live-view").boundingBox();
  return { x: x + (box[0] + box[2]) / 2, y: y + (box[1] + box[3]) / 2 };
}

/** Words of the map whose letters meet. */
function overlaps() {
  const level = globalThis.letters.filter(({ turned }) => !turned);
  // Near by, the window holds few.
  const found = level.length > 0 ? [] : ["no words"];
  level.forEach(({ text, box: own }, place) => {
    for (const { text: other, box } of level.slice(0, place)) {
      if (own[0] + 1 < box[2] && box[0] + 1 < own[2] && own[1] < box[3] && box[1] < own[3]) found.push(`${text} lies on ${other}`);
    }
  });
  return found;
}

function sticksOut() {
  const parts = [...document.querySelectorAll(".live button, .live select, .live-card, .live-measures, .live-hint")];
  const out = parts.filter((part) => {
    const { left, right, width } = part.getBoundingClientRect();
    return width > 0 && (left < 0 || right > innerWidth + 1 || (part.matches("button") && part.scrollWidth > part.clientWidth + 1));
  });
  return [...out.map((part) => part.outerHTML.slice(0, 80)), ...(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [])];
}

/** Fingers on the screen that move in ten steps; `places(step)` in pixels. */
async function stroke(page, places) {
  const line = await page.context().newCDPSession(page);
  const points = (step) => places(step).map(([x, y], id) => ({ x, y, id }));
  await line.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points(0) });
  for (let step = 1; step <= 10; step++) {
    await line.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: points(step) });
    await page.waitForTimeout(16);
  }
  await line.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await line.detach();
}
