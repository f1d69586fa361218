// The three engines that readers have, behind one small set of words, so that one test asks the same of each.
import puppeteer from "puppeteer-core";
import { setTimeout as sleep } from "node:timers/promises";

import { base as sharedBase } from "./site.mjs";
import { openWebkit } from "./webkit.mjs";

export const ENGINES = ["chromium", "firefox", "webkit"];

/**
 * Starts an engine with one window: `size(width, height)` in pixels, `go(path)`, `run(look, …)` in the page, `press(key)`,
 * `type(text)`, `click(selector)`, `picture()` as PNG in base64, `until(look, …)` what it gives is true, `close()`.
 * `faults` lists what its console said. `base` is the address of another program than the one that all tests share.
 */
export async function openEngine(name, base = sharedBase) {
  const engine = await (name === "webkit" ? openWebkit() : openPuppet(name));
  const { go } = engine;
  engine.go = (path) => go(base + path);
  engine.until = async (look, ...args) => {
    const late = Date.now() + 20_000;
    for (;;) {
      // While one page gives way to another nothing can be asked.
      const found = await engine.run(look, ...args).catch(() => null);
      if (found) return found;
      if (Date.now() > late) throw new Error(`${name}: waited in vain for ${look}`);
      await sleep(30);
    }
  };
  return engine;
}

async function openPuppet(name) {
  const chromium = name === "chromium";
  const args = chromium
    ? ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    : ["--no-remote"];
  // As root Chromium refuses to start with its sandbox.
  if (chromium && process.getuid?.() === 0) args.push("--no-sandbox");
  const executablePath = chromium ? process.env.CHROMIUM ?? "/usr/bin/chromium" : process.env.FIREFOX ?? "/usr/bin/firefox-esr";
  const browser = await puppeteer.launch({ browser: chromium ? "chrome" : "firefox", executablePath, args, headless: true });
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    const own = /status of (4\d\d|503)/.test(message.text());
    if (message.type() === "error" && !own) faults.push(`console: ${message.text()}`);
  });
  return {
    name,
    version: await browser.version(),
    faults,
    size: (width, height) => page.setViewport({ width, height }),
    go: (address) => page.goto(address, { waitUntil: "load" }),
    run: (look, ...rest) => page.evaluate(look, ...rest),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    click: (selector) => page.click(selector),
    picture: () => page.screenshot({ encoding: "base64" }),
    close: () => browser.close(),
  };
}
