// Keys and scripts in the three engines that readers have: what is offered can be taken, what opens closes again.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { ENGINES, openEngine } from "./engines.mjs";

const OFFERED = "[role=listbox]:not([hidden]) [role=option]";
const path = () => location.pathname;
const isAt = (selector) => document.activeElement?.matches(selector);
const has = (selector) => document.querySelector(selector) !== null;
const isGone = (selector) => document.querySelector(selector) === null;
const focus = (selector, at = 0) => document.querySelectorAll(selector)[at].focus();

for (const name of ENGINES) {
  describe(name, () => {
    let engine;
    before(async () => (engine = await openEngine(name)));
    after(() => engine?.close());
    beforeEach(async () => {
      await engine.size(1280, 800);
      engine.faults.length = 0;
    });

    for (const address of ["/", "/villages/fancunbu", "/en/search?q=fort"]) {
      test(`Tab goes through the page in its order and shows where it is: ${address}`, async () => {
        await engine.go(address);
        const stops = await engine.run(listStops);
        const found = [];
        for (let last = -1; last < stops - 1 && found.length < 5; ) {
          await engine.press("Tab");
          const stop = await engine.run(lookAtStop);
          // A frame that scrolls is a stop of its own in some engines.
          if (stop.at === -1 && stop.scrolls) continue;
          if (stop.at !== last + 1) found.push(`${stop.name} comes after stop ${last}`);
          if (!stop.drawn) found.push(`${stop.name} does not show that it has the focus`);
          if (!stop.inView) found.push(`${stop.name} has the focus out of sight`);
          last += 1;
        }
        assert.deepEqual(found, []);
      });
    }

    test("names are offered while one types, and taken with the keys", async () => {
      await engine.go("/about");
      await engine.run(focus, "[role=combobox]");
      await engine.type("fanc");
      await engine.until(has, OFFERED);
      await engine.press("ArrowDown");
      await engine.until(has, `${OFFERED}[aria-selected=true]`);
      await engine.press("Enter");
      await engine.until(() => location.pathname === "/villages/fancunbu");
      await engine.until(has, "[role=combobox]");
      await engine.run(focus, "[role=combobox]");
      await engine.type("xiao");
      await engine.until(has, OFFERED);
      await engine.press("Escape");
      await engine.until(isGone, OFFERED);
      await engine.press("Enter");
      await engine.until(() => location.pathname === "/search" && location.search === "?q=xiao");
      assert.deepEqual(engine.faults, []);
    });

    test("the large view of a picture opens, turns and closes with keys", async () => {
      await engine.go("/villages/fancunbu");
      const links = "[data-lightbox] a[data-photo]";
      await engine.run(focus, links, 1);
      await engine.press("Enter");
      await engine.until(has, "dialog[open] .view img");
      assert.equal(await engine.run(path), "/villages/fancunbu");
      const href = () => document.querySelector("dialog figcaption a").href;
      const first = await engine.run(href);
      await engine.press("ArrowRight");
      assert.notEqual(await engine.run(href), first);
      await engine.press("ArrowLeft");
      assert.equal(await engine.run(href), first);
      await engine.until(() => document.querySelector("dialog .view img").naturalWidth > 0);
      await engine.press("Escape");
      await engine.until(isGone, "dialog[open]");
      assert.ok(await engine.run((links) => document.activeElement === document.querySelectorAll(links)[1], links));
      assert.deepEqual(engine.faults, []);
    });

    test("a picture is looked at closer, grows, and is left again", async () => {
      await engine.go("/photos/fancunbu-02");
      await engine.until(has, "[data-zoom] button:not([hidden])");
      await engine.click("[data-zoom] button");
      const scale = () => parseFloat(/(\d+)\s*%/.exec(document.querySelector("dialog.zoom output")?.textContent ?? "")?.[1]);
      const whole = await engine.until(scale);
      await engine.press("+");
      await engine.until((whole) => parseFloat(/(\d+)\s*%/.exec(document.querySelector("dialog.zoom output").textContent)[1]) > whole, whole);
      await engine.press("Escape");
      await engine.until(isGone, "dialog[open]");
      assert.ok(await engine.run(isAt, "[data-zoom] button"), "the focus has not come back");
      assert.deepEqual(engine.faults, []);
    });

    test("a note opens beside its number, and Escape closes it", async () => {
      await engine.go("/villages/fancunbu");
      await engine.run(focus, "main a.note-mark");
      await engine.press("Enter");
      await engine.until(() => document.querySelector("[role=note]")?.textContent.trim().length > 5);
      await engine.press("Escape");
      await engine.until(isGone, "[role=note]");
      assert.ok(await engine.run(isAt, "a.note-mark"), "the focus has not come back");
    });

    test("an address is copied", async () => {
      await engine.go("/villages/fancunbu");
      await engine.until(has, "button.copy");
      await engine.run(focus, "button.copy");
      await engine.press("Enter");
      await engine.until(() => {
        const { previousElementSibling: text, textContent } = document.querySelector("button.copy");
        return textContent === text.dataset.copied;
      });
      assert.deepEqual(engine.faults, []);
    });

    test("a paragraph's number copies its reference", async () => {
      await engine.go("/essays/hewei-buzhai");
      await engine.until(has, ".para-said");
      await engine.run(focus, ".para-number");
      await engine.press("Enter");
      await engine.until(() => document.querySelector(".para-said.shown")?.textContent.includes("/essays/hewei-buzhai"));
      assert.deepEqual(engine.faults, []);
    });

    test("the photos are filtered by keys", async () => {
      await engine.go("/photos");
      await engine.run(() => (document.querySelector("main select").value = "fancunbu"));
      await engine.run(focus, "main form button");
      await engine.press("Enter");
      await engine.until(() => location.search.includes("village=fancunbu"));
      assert.equal(await engine.until(() => document.querySelectorAll("main figure").length), 6);
    });
  });
}

/** Notes what Tab should stop at and gives how many that are. */
function listStops() {
  // Where the page glides to what has the focus, nobody can say when it is there.
  document.documentElement.style.scrollBehavior = "auto";
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  // Chromium calls visible what stands in a <g> that is not displayed.
  const undrawn = [...document.querySelectorAll("svg g")].filter((group) => getComputedStyle(group).display === "none");
  const isDrawn = (one) => one.checkVisibility({ visibilityProperty: true }) && !undrawn.some((group) => group.contains(one));
  globalThis.stops = [...all].filter((one) => one.tabIndex >= 0 && !one.disabled && isDrawn(one));
  return globalThis.stops.length;
}

/** What has the focus: its place among the stops, and whether a reader sees that. */
function lookAtStop() {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  const drawn = [focused, ...focused.querySelectorAll("*")].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  });
  return {
    at: globalThis.stops.indexOf(focused),
    name: `${focused.tagName.toLowerCase()} “${focused.textContent.trim().slice(0, 20)}”`,
    scrolls: /auto|scroll/.test(style.overflowX + style.overflowY),
    drawn: drawn || style.boxShadow !== "none",
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
