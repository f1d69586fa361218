// Lighthouse on a phone, as it measures by default.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const PARTS = ["performance", "accessibility", "best-practices", "seo"];
const FLAGS = "--headless=new --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** The four scores, median of three runs each, and what was missed. */
export async function lighthouse(address, folder) {
  const program = join(import.meta.dirname, "node_modules", ".bin", "lighthouse");
  const file = join(folder, "lighthouse.json");
  const runs = [];
  const missed = new Set();
  for (let run = 0; run < 3; run++) {
    execFileSync(
      program,
      [address, "--quiet", "--output=json", `--output-path=${file}`, `--only-categories=${PARTS}`, "--no-enable-error-reporting",
        `--chrome-flags=${FLAGS}${process.getuid() === 0 ? " --no-sandbox" : ""}`],
      { env: { ...process.env, CHROME_PATH: process.env.CHROME_PATH ?? "/usr/bin/chromium" }, stdio: ["ignore", "ignore", "inherit"] },
    );
    const { categories, audits } = JSON.parse(await readFile(file, "utf8"));
    runs.push(PARTS.map((part) => Math.round(100 * categories[part].score)));
    for (const part of PARTS) {
      for (const { id, weight } of categories[part].auditRefs) {
        if (weight > 0 && audits[id].score !== null && audits[id].score < 0.9) missed.add(id);
      }
    }
  }
  const scores = PARTS.map((_, at) => runs.map((run) => run[at]).sort((a, b) => a - b)[1]);
  return { scores, missed: [...missed] };
}
