// Likeness to an exact reduction; what is compared how stands in ssim.py.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** The SSIM of each pair {original, answer, region}, files by their paths. */
export function likeness(pairs, python) {
  const input = JSON.stringify(pairs);
  return JSON.parse(execFileSync(join(python, "python"), [join(import.meta.dirname, "ssim.py")], { input }).toString());
}
