// The program is killed while people upload, save, submit and publish: what they were told is there stays there, nothing is
// half published, and they go on where they were. KILLS= for more than ten, SEED= for the same again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { isOfTheLine } from "./browser.mjs";
import { Publisher, Saver, Sender } from "./killed-work.mjs";
import { photographs } from "./photographs.mjs";
import { receiptOf } from "./staff.mjs";
import { begin, field, saved } from "./staff-steps.mjs";
import { browser, staff } from "./staffed.mjs";

const KILLS = Number(process.env.KILLS ?? 10);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** The moments: so long after one of these was asked for the program is killed. */
const KINDS = ["promise", "upload", "save", "submit", "publish"];
const LATEST_MS = 250;

test(`${KILLS} kills at random (SEED=${SEED}): nothing that was told is lost, nothing is half published`, { timeout: 60_000 + 20_000 * KILLS }, async (t) => {
  const random = randomOf(SEED);
  const spare = async () => /, (\d+) that no record names; 0 damaged/.exec(await staff.command("verify"))?.[1];
  const spareBefore = await spare();
  const files = await photographs(browser, 60 + 8 * KILLS, { width: 400, height: 300 });
  const typist = await openTypist(files.splice(0, 2 * KILLS));
  const work = [
    await Sender.at(staff, "li", "xiaozhang", files),
    await Saver.at(staff, "sun", "weizhuang"),
    await Publisher.at(staff, ["zhao", "chief"], "fancunbu"),
  ];
  const killed = {};
  for (let round = 1; round <= KILLS; round += 1) {
    const kind = KINDS[Math.floor(random() * KINDS.length)];
    const [times, ms] = [Math.floor(random() * 4), random() * LATEST_MS];
    killed[kind] = (killed[kind] ?? 0) + 1;
    await untilKilled({ work, kind, times, ms });
    await staff.restart();
    for (const one of work) await one.check();
    await typist.pick();
  }
  await typist.end();
  for (const one of work) await one.end();
  t.diagnostic(`killed: ${JSON.stringify(killed)}; ${work.map((one) => one.told()).join("; ")}; ${typist.told()}`);
  assert.deepEqual(staff.line.sentTwice, []);

  // A start cleans up.
  await staff.kill();
  await staff.restart();
  assert.equal(await spare(), spareBefore, "files that nothing names");
});

/** Lets everybody work until the program is dead: `ms` after the next but `times` request of a kind. */
async function untilKilled({ work, kind, times, ms }) {
  let left = times;
  let dead;
  const isOver = new Promise((resolve) => (dead = resolve));
  const doing = (what) => {
    if (what === kind && left-- === 0) setTimeout(() => staff.kill().then(dead), ms);
  };
  let isDead = false;
  isOver.then(() => (isDead = true));
  const working = work.map(async (one) => {
    while (!isDead) {
      try {
        await one.step(doing);
      } catch (error) {
        // Between the kill and the news of it.
        if (!isBroken(error)) throw error;
        await isOver;
      }
    }
  });
  await Promise.all(working);
}

/** That nobody answers any more is no fault of what was asked. */
const isBroken = (error) => error instanceof TypeError && /fetch failed|terminated/.test(error.message);

/** Somebody who writes a note in the browser and picks photos there, whatever becomes of the program. */
async function openTypist(files) {
  const page = await staff.page(browser, "chu");
  const change = await begin(page, "zhangwu");
  const note = field(page, `zhangwu/survey.s${receiptOf(change)}.note.zh`);
  let typed = "";
  let isOver = false;
  const typing = (async () => {
    await note.focus();
    for (let at = 0; !isOver; at += 1) {
      const text = at % 40 === 39 ? `${at}。` : "门楼西侧塌了一角"[at % 8];
      await page.keyboard.insertText(text);
      typed += text;
      await sleep(40);
    }
  })();
  let picked = 0;
  return {
    async pick() {
      const some = files.slice(picked, (picked += 2));
      await page.setInputFiles("#pick", some);
    },
    async end() {
      isOver = true;
      await typing;
      const lines = () => page.$$eval(".sending .how", (lines) => lines.map((line) => line.textContent));
      const isOverWith = (n) => [...document.querySelectorAll(".sending .how")].filter((line) => /^(已到|没有传成)/.test(line.textContent)).length === n;
      await page.waitForFunction(isOverWith, picked, { timeout: 120_000 }).catch(() => {});
      assert.deepEqual((await lines()).filter((line) => line !== "已到"), []);
      await saved(page);
      assert.equal(await page.locator(".conflict").count(), 0, "nobody is in conflict with themselves");
      assert.equal(await note.inputValue(), typed);
      await page.reload();
      assert.equal(await note.inputValue(), typed);
      assert.equal(await page.locator(".photo-card .photo-fields :is(input, textarea)").count() > 0, true);
      assert.equal(await page.locator("[data-photo^=new-]").count(), picked);
      // That the line broke is all that went wrong.
      assert.deepEqual(page.faults.filter((fault) => !isOfTheLine(fault)), []);
    },
    told: () => `${typed.length} characters typed, ${picked} photos picked`,
  };
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
