// For a file of tests that asks one staff's side from one browser: both are there before its first line, and gone after its last test.
import { after } from "node:test";

import { openBrowser } from "./browser.mjs";
import { startStaff } from "./staff.mjs";

// Not in a hook: those of the file that needs them would not wait for it.
export const [staff, browser] = await Promise.all([startStaff(), openBrowser()]);

after(async () => {
  await browser.close();
  await staff.stop();
});
