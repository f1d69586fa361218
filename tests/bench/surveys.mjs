// The surveys part of `make bench`: 200 photos from a real browser over a line that breaks, to a program that is killed, then
// published as one. Everything goes over the loopback and shares the processors: browser, line, readers, program.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { openBrowser, openBrowserIn } from "../browser/chromium.mjs";
import { openHand, receiptOf, surveyed } from "../browser/hand.mjs";
import { openLine } from "../browser/line.mjs";
import { photographs } from "../browser/photographs.mjs";
import { command, freePort, startProgram } from "../browser/program.mjs";

const VILLAGE = "fancunbu";
const [CUTS, CLOSINGS, KILLS] = [10, 2, 2];
const PACE = 50;
const SIZES = {
  full: { count: 200, width: 4000, height: 3000, quality: 0.92, of: "12 MB" },
  small: { count: 200, width: 2000, height: 1500, quality: 0.92, of: "3 MB" },
  tiny: { count: 12, width: 2000, height: 1500, quality: 0.92, of: "3 MB" },
};

/** Measures, and gives each goal to `add`. `size` is a name of the above. */
export async function surveys({ work, add, size = "full" }) {
  const { count, of, ...picture } = SIZES[size];
  const photos = await written(join(import.meta.dirname, "out", `photos-${size}`), count, picture);
  const site = await open(join(work, "surveys"));
  try {
    const [li, chief] = [await site.hand("li", "surveyor"), await site.hand("chief", "approver")];
    const readers = openReaders(site.direct);
    await sleep(10_000);
    const idle = await readers.phase("idle");

    const change = await li.begin(VILLAGE);
    const upload = await uploaded(site, { hand: li, change, photos, folder: join(work, "browser") });
    const during = await readers.phase("upload");
    const name = `${count} photos of ${of}`;
    const sent = (upload.sent / upload.needed - 1) * 100;
    add(`${name}, the line cut ${CUTS} times, the browser closed ${CLOSINGS} times, the program killed ${KILLS} times`, "every one arrives", `${upload.here} of ${count} in ${upload.seconds.toFixed(0)} s (picked to first byte: ${upload.firstByte.toFixed(0)} s)`);
    add("parts sent again although they were told to be there", "0", String(upload.sentTwice));
    add("bytes sent beyond those needed (on their way when the line broke)", "–", `${sent.toFixed(1)} % of ${(upload.needed / 1e6).toFixed(0)} MB`);
    add("memory of the program meanwhile: highest resident, of that its own", "< 200 MB", `${mb(upload.peak)}, ${mb(upload.peakOwn)}`);
    add("text typed while all that happened", "whole", upload.isTextWhole ? "whole" : "NOT WHOLE");
    add("readers' p99 idle, and while photos come in", "–", ratio(idle, during));

    await site.quiet(change);
    await readers.phase("rest");
    await sleep(5_000);
    const before = await readers.phase("idle");
    const published = await publishing(site, { li, chief, change, count });
    const meanwhile = await readers.phase("publishing");
    add(`publish 1 village + ${count} photos: answered, page, list of photos, search`, "< 2 s", published.moments.map((s) => `${s.toFixed(2)} s`).join(", "));
    add("the pages before: the form's, submitted; the review's", "–", [published.form, published.submit, published.review].map((s) => `${s.toFixed(2)} s`).join(", "));
    add("readers' p99 idle, and around publishing", "≤ 2×", ratio(before, meanwhile));
    readers.stop();
    const verified = await command(site.program, "verify").catch((error) => error.message);
    add("`baozhai verify` afterwards", "0 damaged", verified.trim().split("\n").pop());
  } finally {
    await site.stop();
  }
}

/** The photos as files; made once, since noise of that size takes a second each. */
async function written(folder, count, picture) {
  await mkdir(folder, { recursive: true });
  const name = (number) => join(folder, `IMG_${String(number).padStart(4, "0")}.JPG`);
  const files = Array.from({ length: count }, (_, at) => name(at + 1));
  const browser = files.every(existsSync) ? undefined : await openBrowser();
  for (const [at, file] of files.entries()) {
    if (existsSync(file)) continue;
    const [{ buffer }] = await photographs(browser, 1, { from: at + 1, ...picture });
    await writeFile(file, buffer);
  }
  await browser?.close();
  return files;
}

async function open(folder) {
  await mkdir(folder, { recursive: true });
  const [port, data] = [await freePort(), join(folder, "data")];
  const line = await openLine({ to: port });
  const start = () => startProgram(data, { port, base: line.base });
  const site = {
    line,
    direct: `http://127.0.0.1:${port}`,
    program: await start(),
    peak: 0,
    peakOwn: 0,
    async hand(name, role) {
      const said = await command(site.program, "user", "add", name, "--role", role, "--shown", name);
      return openHand(line.base, /https?:\S+invitation\S+/.exec(said)[0]);
    },
    async killAndStart() {
      await site.program.kill();
      site.program = await start();
    },
    /** Comes when the pictures of what came are made ready: nothing moves for a while. On a busy machine that is not waited for. */
    async quiet() {
      const late = Date.now() + 120_000;
      for (let still = 0; still < 3 && Date.now() < late; ) {
        const before = ticks(site.program.pid);
        await sleep(1_000);
        still = ticks(site.program.pid) - before < 20 ? still + 1 : 0;
      }
    },
    async stop() {
      clearInterval(watching);
      await site.program.stop();
      await line.stop();
    },
  };
  const watching = setInterval(() => {
    const { all, own } = memory(site.program.pid);
    site.peak = Math.max(site.peak, all);
    site.peakOwn = Math.max(site.peakOwn, own);
  }, 100);
  // What the first start took for the shipped collection does not count.
  await site.quiet();
  await site.killAndStart();
  [site.peak, site.peakOwn] = [0, 0];
  return site;
}

/** Picks all photos once, on the page itself, and breaks what can break until they are there. */
async function uploaded(site, { hand, change, photos, folder }) {
  const { line } = site;
  const sizes = photos.map((file) => readFileSync(file).length);
  const needed = sizes.reduce((a, b) => a + b);
  const note = `[name="${VILLAGE}/survey.s${receiptOf(change)}.note.zh"]:not([type=hidden])`;
  const began = performance.now();
  let context, page;
  const show = async () => {
    context = await openBrowserIn(folder, { baseURL: line.base });
    await context.addCookies([hand.cookie]);
    page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(300_000);
    await page.goto(change);
  };
  await show();
  const first = line.after(1).then(() => (performance.now() - began) / 1000);
  const events = [
    ...Array.from({ length: CUTS }, (_, n) => ({ at: (n + 0.5) / CUTS, what: "cut" })),
    ...Array.from({ length: CLOSINGS }, (_, n) => ({ at: (n + 0.97) / CLOSINGS - 0.2, what: "close" })),
    ...Array.from({ length: KILLS }, (_, n) => ({ at: (n + 0.62) / KILLS, what: "kill" })),
  ].sort((a, b) => a.at - b.at);
  await page.setInputFiles("#pick", photos);
  let text = "";
  for (const [n, { at, what }] of events.entries()) {
    await line.after(at * needed - line.sentBytes);
    text += `第${n + 1}次：${what}。`;
    await page.locator(note).fill(text);
    if (what === "cut") {
      line.cut();
      await sleep(2_000);
      line.mend();
    } else if (what === "close") {
      await context.close();
      await sleep(1_000);
      await show();
    } else {
      await site.killAndStart();
    }
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0)} s: ${what} at ${(at * 100).toFixed(0)} %, ${(line.sentBytes / 1e6).toFixed(0)} MB sent`);
  }
  await page.locator("[data-total]", { hasText: "已全部到齐" }).waitFor({ timeout: 1_800_000 });
  const seconds = (performance.now() - began) / 1000;
  await page.waitForFunction(() => document.getElementById("state").textContent.startsWith("已存"));
  await page.reload();
  const isTextWhole = (await page.locator(note).inputValue()) === text;
  await context.close();
  const { files } = await (await hand.get(`${change}/files`)).json();
  const here = files.filter(({ state }) => state === "here").length;
  return { here, seconds, firstByte: await first, needed, sent: line.sentBytes, sentTwice: line.sentTwice.length, peak: site.peak, peakOwn: site.peakOwn, isTextWhole };
}

/** Says what each photo shows, submits, publishes; measures from the press to what readers find. */
async function publishing(site, { li, chief, change, count }) {
  const wall = "北墙存一段，二百张之后";
  const fields = Array.from({ length: count }, (_, at) => [
    [`new-${at + 1}/element`, "wall"],
    [`new-${at + 1}/caption.zh`, `北墙，第${at + 1}张`],
    [`new-${at + 1}/alt.zh`, `夯土墙的一段，第${at + 1}张`],
  ]).flat();
  const form = await timed(() => li.text(change));
  const submit = await timed(() => li.write(change, [...surveyed(change, VILLAGE, { wall }), ...fields], "/submit"));
  const opened = performance.now();
  const page = await chief.text(`${change}/review`);
  const review = (performance.now() - opened) / 1000;
  const version = /name="version" value="([^"]*)"/.exec(page)[1];
  const rows = [...page.matchAll(/name="approve" value="([^"]*)"/g)].map((match) => ["approve", match[1]]);
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  await chief.post(`${change}/review`, [["version", version], ["do", "publish"], ...rows]);
  const moments = [since()];
  for (const path of [`/villages/${VILLAGE}`, `/photos?village=${VILLAGE}`, "/search?q=二百张之后"]) {
    const shown = path.startsWith("/photos") ? "北墙，第" : path.startsWith("/search") ? `/villages/${VILLAGE}` : wall;
    const isShown = async () => (await (await fetch(site.direct + path)).text()).replaceAll("&#x2f;", "/").includes(shown);
    while (!(await isShown())) await sleep(20);
    moments.push(since());
  }
  return { form, submit, review, moments };
}

function openReaders(base) {
  const child = spawn("node", [join(import.meta.dirname, "surveys", "readers.mjs"), base, String(PACE)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async phase(name) {
      child.stdin.write(`${name}\n`);
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Bytes of a process that are in memory, and those of them that are no file's. */
function memory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (name) => 1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
    return { all: of("VmHWM"), own: of("RssAnon") };
  } catch {
    return { all: 0, own: 0 };
  }
}

/** Processor time of a process, hundredths of a second. */
function ticks(pid) {
  const after = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return Number(after[11]) + Number(after[12]);
}

function ratio(idle, busy) {
  const failed = busy.failed ? `, ${busy.failed} without an answer` : "";
  return `${idle.p99.toFixed(1)} ms, ${busy.p99.toFixed(1)} ms: ${(busy.p99 / idle.p99).toFixed(1)}× (p50 ${idle.p50.toFixed(1)} and ${busy.p50.toFixed(1)} ms; ${busy.requests} requests, ${PACE}/s${failed})`;
}

const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
