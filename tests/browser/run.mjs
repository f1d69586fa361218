// Runs the browser tests: the real program on a fresh data folder and a free port, then every *.test.mjs, one after
// the other. What follows the command is handed to Node's test runner:
//
//   node run.mjs                                  everything
//   node run.mjs layout.test.mjs                  one file
//   node run.mjs --data DIR keyboard.test.mjs     on a data folder that is there already (saves the seeding)
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startProgram } from "./program.mjs";
import { surveySite } from "./survey.mjs";

const here = import.meta.dirname;
const words = process.argv.slice(2);
const at = words.indexOf("--data");
const given = at < 0 ? undefined : words.splice(at, 2)[1];
if (!words.some((word) => word.endsWith(".mjs"))) {
  words.push(...(await readdir(here)).filter((name) => name.endsWith(".test.mjs")).sort());
}

const folder = await mkdtemp(join(tmpdir(), "baozhai-browser-"));
let program;
let code = 1;
try {
  const began = Date.now();
  program = await startProgram(given ?? join(folder, "data"));
  const site = await surveySite(program);
  await writeFile(join(folder, "site.json"), JSON.stringify(site));
  console.log(`${program.base}: ${site.pages.length} pages, ready after ${Math.round((Date.now() - began) / 1000)} s`);
  code = await run("node", [
    "--test",
    "--test-concurrency=1",
    "--test-reporter=spec",
    ...words.map((word) => (word.endsWith(".mjs") ? join(here, word) : word)),
  ]);
  const stopped = await program.stop();
  if (stopped.code !== 0) {
    console.error(`the program ended with code ${stopped.code}`);
    code ||= 1;
  }
  const errors = stopped.log.split("\n").filter((line) => / ERROR |panicked at/.test(line));
  if (errors.length) {
    console.error(`the program logged ${errors.length} errors:\n${errors.slice(0, 10).join("\n")}`);
    code ||= 1;
  }
} finally {
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(code);

function run(command, args) {
  const env = { ...process.env, SITE: join(folder, "site.json") };
  const child = spawn(command, args, { cwd: here, env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
}
