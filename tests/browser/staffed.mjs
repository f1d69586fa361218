// For a file of tests that asks one staff's side from one browser: both are there before its first test, and gone after its last.
import { after, before } from "node:test";

import { openBrowser } from "./browser.mjs";
import { startStaff } from "./staff.mjs";

export let staff;
export let browser;

before(async () => ([staff, browser] = [await startStaff(), await openBrowser()]));
after(async () => {
  await browser?.close();
  await staff?.stop();
});
