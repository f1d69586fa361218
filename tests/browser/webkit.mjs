// Debian's WebKitGTK, by plain W3C WebDriver over HTTP: its small browser on a display of its own.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { freePort } from "./program.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Enter: "\uE007", Tab: "\uE004", Escape: "\uE00C", ArrowLeft: "\uE012", ArrowRight: "\uE014", ArrowDown: "\uE015" };
// The browser's own tool bar is wider than a phone unless its buttons are told that they may be small.
const SMALL = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }";

/** Starts WebKit; what it answers to is said in `engines.mjs`. */
export async function openWebkit() {
  const folder = await mkdtemp(join(tmpdir(), "baozhai-webkit-"));
  await mkdir(join(folder, "gtk-3.0"));
  await writeFile(join(folder, "gtk-3.0", "gtk.css"), SMALL);
  const port = await freePort();
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder };
  Object.assign(env, { NO_AT_BRIDGE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1" });
  // As root, and in most containers, its sandbox cannot be made.
  if (process.getuid?.() === 0 || process.env.CI) env.WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS = "1";
  const words = ["-a", "-s", "-screen 0 1500x1500x24", "dbus-run-session", "--", "WebKitWebDriver", `--port=${port}`];
  const driver = spawn("xvfb-run", words, { env, stdio: "ignore", detached: true });
  const ended = new Promise((resolve, reject) => driver.on("error", reject).on("exit", resolve));
  ended.catch(() => {});
  // The display, the bus and the driver are one group; they go with whoever started them.
  const stop = () => driver.exitCode ?? driver.signalCode ?? process.kill(-driver.pid, "SIGTERM");
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(1));
  process.on("exit", stop);

  async function ask(method, path, body, patience = 60_000) {
    const options = { method, headers: { "content-type": "application/json" }, signal: AbortSignal.timeout(patience) };
    if (method === "POST") options.body = JSON.stringify(body ?? {});
    const response = await fetch(`http://127.0.0.1:${port}${path}`, options);
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebKit: ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  const late = Date.now() + 60_000;
  while (!(await ask("GET", "/status").catch(() => null))?.ready) {
    if (driver.exitCode !== null || Date.now() > late) throw new Error("WebKitWebDriver did not start");
    await sleep(50);
  }
  const places = readdirSync("/usr/lib").map((triplet) => `/usr/lib/${triplet}/webkit2gtk-4.1/MiniBrowser`);
  const binary = process.env.WEBKIT ?? places.find((place) => existsSync(place));
  const options = { binary, args: ["--automation"] };
  const made = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const session = (method, path, body, patience) => ask(method, `/session/${made.sessionId}${path}`, body, patience);
  const find = async (selector) => (await session("POST", "/element", { using: "css selector", value: selector }))[ELEMENT];
  const strokes = (keys) => keys.flatMap((value) => ["keyDown", "keyUp"].map((type) => ({ type, value })));

  const engine = {
    name: "webkit",
    version: made.capabilities.browserVersion,
    faults: [],
    size: (width, height) => session("POST", "/window/rect", { width, height }),
    go: (address) => session("POST", "/url", { url: address }),
    async run(look, ...args) {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve((${look})(...[...arguments].slice(0, -1))).then((value) => done([value]), (error) => done(String(error)));`;
      const answer = await session("POST", "/execute/async", { script, args });
      if (!Array.isArray(answer)) throw new Error(answer);
      return answer[0];
    },
    press: (key) => engine.type([KEYS[key] ?? key]),
    type: (text) => session("POST", "/actions", { actions: [{ type: "key", id: "keys", actions: strokes([...text]) }] }),
    click: async (selector) => session("POST", `/element/${await find(selector)}/click`),
    picture: () => session("GET", "/screenshot", undefined, 20_000),
    async close() {
      await session("DELETE", "").catch(() => {});
      stop();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
  return engine;
}
