// Looking closer at a picture: the window with its tiles, by mouse, keys and address, and what is left when it fails.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { go, openBrowser, openPage } from "./browser.mjs";
import { base, get, inLanguage } from "./site.mjs";

const PATH = "/photos/fancunbu-02";
const TILE = /\/iiif\/image\/3\/fancunbu-02_\d+\/(?:full|\d+,\d+,\d+,\d+)\/\d+,\d+\/0\/default\.\w+$/;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const [language, label, opener] of [["zh", "放大细看", "button"], ["en", "Look closer", "button"], ["zh", "放大细看", "picture"]]) {
  test(`opens by mouse on the ${opener}, and brings tiles: ${language}`, async () => {
    const { page, asked } = await openPhoto({ language });
    assert.equal(asked.filter((path) => path.includes("/zoom.")).length, 0, "the viewer came before it was asked for");
    await (opener === "button" ? page.getByRole("button", { name: label }) : page.locator("[data-zoom] > a")).click();
    const dialog = await whenOpen(page);
    await page.waitForLoadState("networkidle");
    assert.match(page.url(), /\/photos\/fancunbu-02$/, "the picture's link was followed");
    assert.equal(asked.filter((path) => path.includes("/zoom.")).length, 1);
    assert.equal(asked.filter((path) => path.endsWith("/info.json")).length, 1);
    const regions = asked.filter((path) => TILE.test(path) && !path.includes("/full/"));
    assert.ok(regions.length >= 2 && regions.some((path) => path.includes("/512,")), asked.join("\n"));
    assert.ok(await drawn(page), "nothing is drawn");
    assert.match(await dialog.innerText(), language === "zh" ? /示意图（非实景）[^]*本档案绘/ : /Drawing, not a photograph[^]*Drawn by this archive/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test("opens, zooms, moves, turns and closes with keys", async () => {
  const { page } = await openPhoto();
  const opener = page.locator("[data-zoom] button");
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = await whenOpen(page);
  assert.ok(await dialog.evaluate((at) => at.contains(document.activeElement)), "the focus is not in the window");
  const level = dialog.getByRole("status").filter({ hasText: "%" });
  const whole = await scale(level);
  let last = await picture(page);
  for (const [key, changes] of [["+", "more"], ["ArrowRight", "same"], ["ArrowDown", "same"], ["r", "same"], ["R", "same"], ["-", "less"]]) {
    const before = await scale(level);
    await page.keyboard.press(key);
    await atRest(page);
    const now = await scale(level);
    assert.ok(changes === "same" ? now === before : changes === "more" ? now > before : now < before, `${key}: ${before} % to ${now} %`);
    const seen = await picture(page);
    assert.notEqual(seen, last, `${key} changes nothing`);
    last = seen;
  }
  await page.keyboard.press("1");
  await atRest(page);
  assert.equal(await scale(level), 100);
  await page.keyboard.press("0");
  await atRest(page);
  assert.equal(await scale(level), whole);
  for (let step = 0; step < 14; step++) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement.closest("dialog") !== null || document.activeElement === document.body);
    assert.ok(inside, "Tab leaves the window");
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.ok(await opener.evaluate((at) => at === document.activeElement), "the focus has not come back");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("every tool does what it says", async () => {
  const { page } = await openPhoto();
  await page.locator("[data-zoom] button").click();
  const dialog = await whenOpen(page);
  const level = dialog.getByRole("status").filter({ hasText: "%" });
  const whole = await scale(level);
  const press = async (name) => {
    await dialog.getByRole("button", { name, exact: true }).click();
    await atRest(page);
    return [await scale(level), await picture(page)];
  };
  const [larger, seen] = await press("放大");
  assert.ok(larger > whole);
  assert.notEqual((await press("左转"))[1], seen);
  assert.equal((await press("右转"))[1], seen);
  assert.equal((await press("原大"))[0], 100);
  assert.ok((await press("缩小"))[0] < 100);
  assert.equal((await press("全图"))[0], whole);
  assert.equal(await dialog.getByRole("button", { name: "缩小", exact: true }).getAttribute("aria-disabled"), "true");
  // Turned, the whole picture still fits.
  assert.ok((await press("右转"))[0] < whole);
  await dialog.getByRole("button", { name: "关闭" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("wheel, click and drag on a desk; pinch, drag and double tap on a phone", async () => {
  const desk = (await openPhoto()).page;
  await desk.locator("[data-zoom] button").click();
  let level = (await whenOpen(desk)).getByRole("status").filter({ hasText: "%" });
  let last = await scale(level);
  const grows = async (page, what) => {
    await atRest(page);
    const now = await scale(level);
    assert.ok(now > last, `${what}: ${last} % to ${now} %`);
    last = now;
  };
  await desk.mouse.move(500, 300);
  await desk.mouse.wheel(0, -300);
  await grows(desk, "wheel");
  await desk.mouse.click(500, 300);
  await grows(desk, "click");
  let seen = await picture(desk);
  await desk.mouse.down();
  await desk.mouse.move(420, 260, { steps: 5 });
  await desk.mouse.up();
  await atRest(desk);
  assert.notEqual(await picture(desk), seen, "dragging moves nothing");
  assert.deepEqual(desk.faults, []);
  await desk.context().close();

  const phone = (await openPhoto({ width: 360, height: 740, hasTouch: true, isMobile: true })).page;
  await phone.locator("[data-zoom] > a").tap();
  level = (await whenOpen(phone)).getByRole("status").filter({ hasText: "%" });
  last = await scale(level);
  await stroke(phone, (step) => [[160 - 6 * step, 300], [200 + 6 * step, 300]]);
  await grows(phone, "pinch");
  seen = await picture(phone);
  await stroke(phone, (step) => [[220 - 8 * step, 300 - 4 * step]]);
  await atRest(phone);
  assert.notEqual(await picture(phone), seen, "dragging moves nothing");
  await phone.touchscreen.tap(180, 300);
  await phone.waitForTimeout(60);
  await phone.touchscreen.tap(180, 300);
  await grows(phone, "double tap");
  assert.deepEqual(phone.faults, []);
  await phone.context().close();
});

test("a region in the address is opened and framed, and the view can be cited", async () => {
  const { page } = await openPhoto({ hash: "#xywh=1240,880,400,300", permissions: ["clipboard-read", "clipboard-write"] });
  const dialog = await whenOpen(page);
  const field = await dialog.locator(".zoom-view").boundingBox();
  const frame = await dialog.locator(".zoom-region").boundingBox();
  const fill = Math.max(frame.width / field.width, frame.height / field.height);
  assert.ok(Math.abs(fill - 1) < 0.01, `the region fills ${fill} of the window`);
  assert.ok(Math.abs(frame.x + frame.width / 2 - field.width / 2) < 2 && Math.abs(frame.y + frame.height / 2 - field.height / 2) < 2);
  await dialog.getByRole("button", { name: "复制此处链接" }).click();
  await dialog.getByText("已复制").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  // The pixels are those of this revision's picture.
  const [, x, y, w, h] = new RegExp(`^${base}/photos/fancunbu-02@\\d+#xywh=(\\d+),(\\d+),(\\d+),(\\d+)$`).exec(copied) ?? assert.fail(copied);
  assert.ok(Math.abs(+y - 880) <= 1 && Math.abs(+h - 300) <= 1, copied);
  assert.ok(+x < 1240 && +x + +w > 1640, copied);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  // The link leads back to the same view, and another region on the same page is followed.
  await page.goto(copied);
  const again = (await whenOpen(page)).getByRole("button", { name: "复制此处链接" });
  await again.click();
  await page.getByText("已复制").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), copied);
  await page.evaluate(() => (location.hash = "#xywh=percent:0,0,50,50"));
  await page.waitForFunction(() => document.querySelectorAll("dialog").length === 1);
  await whenOpen(page);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("where the clipboard is refused, the link stands in the address bar", async () => {
  const { page } = await openPhoto();
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.locator("[data-zoom] button").click();
  const dialog = await whenOpen(page);
  await dialog.getByRole("button", { name: "复制此处链接" }).click();
  await dialog.getByText("地址栏").waitFor();
  assert.match(page.url(), /\/photos\/fancunbu-02@\d+#xywh=0,0,2400,1600$/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an address that names no region opens nothing", async () => {
  for (const hash of ["#xywh=", "#xywh=1,2,3", "#xywh=9000,9000,10,10", "#xywh=a,b,c,d", "#xywh=-1,0,5,5", "#record"]) {
    const { page, asked } = await openPhoto({ hash });
    assert.equal(await page.locator("dialog").count(), 0, hash);
    assert.ok(!asked.some((path) => path.includes("/zoom.")), hash);
    await page.context().close();
  }
});

for (const language of ["zh", "en"]) {
  for (const width of [1280, 360]) {
    test(`axe-core finds nothing in the open window, and nothing sticks out: ${language}, ${width} px`, async () => {
      const { page } = await openPhoto({ language, width, height: 740 });
      await page.locator("[data-zoom] button").click();
      const dialog = await whenOpen(page);
      // By way of the debugger, which the content policy does not bind.
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        for (const key of ["0", "+"]) {
          await page.keyboard.press(key);
          await atRest(page);
          const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
          assert.deepEqual(violations.map((rule) => `${colorScheme}: ${rule.id}: ${rule.nodes.map((node) => node.target).join(" ")}`), []);
        }
      }
      const out = await dialog.evaluate((at) =>
        [...at.querySelectorAll("button, p, output, .stand-in")].filter((part) => {
          const box = part.getBoundingClientRect();
          return box.left < 0 || box.right > innerWidth || box.bottom > innerHeight + 1 || part.scrollWidth > part.clientWidth + 1 && box.width > 2;
        }).map((part) => part.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(out, []);
      await page.context().close();
    });
  }
}

test("whoever asks for reduced motion gets each view at once", async () => {
  const { page } = await openPhoto({ reducedMotion: "reduce" });
  await page.locator("[data-zoom] button").click();
  await whenOpen(page);
  // Once there and back, so that all tiles are at hand.
  for (const key of ["+", "-"]) {
    await page.keyboard.press(key);
    await atRest(page);
  }
  const views = await page.evaluate(async () => {
    const canvas = document.querySelector(".zoom canvas");
    const seen = [canvas.toDataURL()];
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "+" }));
    for (let frame = 0; frame < 20; frame++) {
      await new Promise(requestAnimationFrame);
      seen.push(canvas.toDataURL());
    }
    return new Set(seen).size;
  });
  assert.ok(views >= 2 && views <= 3, `${views} views on the way from one to the next`);
  await page.context().close();
});

for (const [what, pattern] of [["the viewer", "**/assets/zoom.*.js"], ["info.json", "**/info.json"]]) {
  test(`without ${what} the link to the whole picture is followed, and a message says why`, async () => {
    const { page } = await openPhoto();
    await page.route(pattern, (route) => route.fulfill({ status: 503, body: "" }));
    await page.locator("[data-zoom] button").click();
    await page.getByText("放大细看没有载入").waitFor();
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.waitForURL("**/full/max/0/default.jpg");
    await page.context().close();
  });

  test(`without ${what} an address with a region leads nowhere else`, async () => {
    const { page } = await openPhoto({ go: false });
    await page.route(pattern, (route) => route.fulfill({ status: 503, body: "" }));
    await page.goto(`${PATH}#xywh=10,10,100,100`);
    await page.getByText("放大细看没有载入").waitFor();
    await page.waitForTimeout(2000);
    assert.match(page.url(), /#xywh=10,10,100,100$/);
    assert.equal(await page.locator("dialog").count(), 0);
    await page.context().close();
  });
}

test("without scripts the picture is a link to the whole, and no button pretends", async () => {
  const { page } = await openPhoto({ scripts: false });
  assert.equal(await page.locator("[data-zoom] button").isVisible(), false);
  assert.equal(await page.locator("dialog").count(), 0);
  const href = await page.locator("[data-zoom] > a").getAttribute("href");
  const answer = await get(href);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "image/jpeg");
  await answer.arrayBuffer();
  await page.context().close();
});

test("the viewer carries its licence, and the page stays within 40 KB", async () => {
  const html = await (await get(PATH)).text();
  const viewer = /data-zoom="([^"]+)"/.exec(html)[1];
  const text = await (await get(viewer)).text();
  assert.match(text, /OpenSeadragon contributors[^]*Redistributions in binary form[^]*THIS SOFTWARE IS PROVIDED/);
  let bytes = 0;
  for (const part of [PATH, /rel="stylesheet" href="([^"]+)"/.exec(html)[1], /<script type="module" src="([^"]+)"/.exec(html)[1]]) {
    bytes += Number((await get(part, { "accept-encoding": "br" })).headers.get("content-length"));
  }
  assert.ok(bytes <= 40 << 10, `${bytes} bytes`);
});

/** A photo page, and the paths it asks for. */
async function openPhoto({ language = "zh", hash = "", go: goes = true, ...options } = {}) {
  const page = await openPage(browser, options);
  // The first tiles of a picture take a debug build a while.
  page.setDefaultTimeout(60_000);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  if (goes) await go(page, { path: inLanguage(language, PATH) + hash });
  return { page, asked };
}

/** The open window, once its tools work. */
async function whenOpen(page) {
  const dialog = page.getByRole("dialog");
  await dialog.locator(".zoom-tools:not([inert])").waitFor();
  await dialog.getByRole("status").filter({ hasText: "%" }).waitFor();
  return dialog;
}

async function scale(level) {
  return Number(/^(\d+)\s?%$/.exec(await level.innerText())[1]);
}

/** What is drawn, as long as it is compared with what the same page drew. */
function picture(page) {
  return page.evaluate(() => document.querySelector(".zoom canvas").toDataURL("image/png"));
}

/** Whether the middle of the picture is more than empty ground. */
function drawn(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector(".zoom canvas");
    const { data } = canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1);
    return data[3] > 0;
  });
}

/** Waits until nothing moves and nothing is on its way. */
async function atRest(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(async () => {
    const canvas = document.querySelector(".zoom canvas");
    let [last, still] = ["", 0];
    for (let frame = 0; frame < 300 && still < 12; frame++) {
      await new Promise(requestAnimationFrame);
      const now = canvas.toDataURL("image/jpeg", 0.2);
      still = now === last ? still + 1 : 0;
      last = now;
    }
  });
}

/** Fingers that move in ten steps. */
async function stroke(page, fingers) {
  const session = await page.context().newCDPSession(page);
  const send = (type, step) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: step < 0 ? [] : fingers(step).map(([x, y], id) => ({ x, y, id })) });
  await send("touchStart", 0);
  for (let step = 1; step <= 10; step++) {
    await send("touchMove", step);
    await page.waitForTimeout(16);
  }
  await send("touchEnd", -1);
  await session.detach();
}
