// The live map in the three engines that readers have: it opens, draws, and breaks no rule of the page.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { ENGINES, openEngine } from "./engines.mjs";

for (const name of ENGINES) {
  describe(name, () => {
    let engine;
    before(async () => (engine = await openEngine(name)));
    after(() => engine?.close());
    beforeEach(async () => {
      await engine.size(1280, 900);
      engine.faults.length = 0;
    });

    for (const address of ["/map", "/en/map?at=fancunbu"]) {
      test(`opens and draws, and the keys move it: ${address}`, async () => {
        await engine.go(address);
        await engine.run(listenForBreaches);
        await engine.until(() => document.querySelector(".live-open")?.checkVisibility?.() ?? document.querySelector(".live-open")?.offsetWidth > 0);
        await engine.run(() => document.querySelector(".live-open").click());
        await engine.until(() => document.querySelector(".live[data-ready]") !== null && location.hash.startsWith("#map="));
        await engine.until(isDrawn);
        // Nearer first: a map that is seen whole has nowhere to go.
        for (const key of ["+", "ArrowRight"]) {
          const before = await engine.run(() => location.hash);
          await engine.press(key);
          await engine.until((before) => location.hash !== before, before);
        }
        await engine.run(() => document.querySelector("[data-village=guzhen] .draw").click());
        await engine.until(() => location.search === "?at=guzhen" && !document.querySelector(".live-card").hidden);
        assert.deepEqual(await engine.run(() => globalThis.breaches), []);
        assert.deepEqual(engine.faults, []);
      });
    }
  });
}

/** Notes what the content policy keeps from happening. */
function listenForBreaches() {
  globalThis.breaches = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
    globalThis.breaches.push(`${violatedDirective}: ${blockedURI} in ${sourceFile}`);
  });
}

/** Whether the map has rivers, words and paper: more colours than a blank sheet. */
function isDrawn() {
  const found = new Set();
  for (const canvas of document.querySelectorAll(".live-view canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(`${data[at] >> 4},${data[at + 1] >> 4},${data[at + 2] >> 4}`);
  }
  return found.size >= 5;
}
