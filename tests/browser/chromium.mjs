// Debian's Chromium, without anything that calls home.
import { chromium } from "playwright-core";

const ARGS = [
  "--headless=new",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts it; what it keeps is gone when it ends. */
export const openBrowser = () => chromium.launch(options());

/** Starts it with a folder of its own, as a phone has one: what it keeps is there when it is started again. */
export const openBrowserIn = (folder, more) => chromium.launchPersistentContext(folder, { ...options(), ...more });

function options() {
  // As root Chromium refuses to start with its sandbox.
  const args = process.getuid?.() === 0 ? [...ARGS, "--no-sandbox"] : ARGS;
  return { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args, timeout: 60_000 };
}
