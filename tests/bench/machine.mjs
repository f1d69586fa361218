// Where and with what it was measured.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

/** One line on the machine. */
export function machine() {
  const system = /PRETTY_NAME="(.*)"/.exec(readFileSync("/etc/os-release", "utf8"))[1];
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const busy = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
  return `${cpus()[0].model.trim()}, ${cpus().length} cores, ${memory} GiB; ${system}, Linux ${release()}; load before: ${busy}`;
}

/** One line on the programs. */
export function versions(programs, nginx) {
  const said = (command, words, pattern = /\d+\.[\d.]*\d/) => {
    try {
      // wrk and nginx say their version where others write errors, and wrk calls it a failure.
      return pattern.exec(execFileSync("sh", ["-c", `"$0" "$@" 2>&1; true`, command, ...words]).toString())[0];
    } catch {
      return "?";
    }
  };
  const commit = said("git", ["rev-parse", "--short", "HEAD"], /\w+/);
  return [
    `baozhai ${said(join(programs, "baozhai"), ["--version"])} (${commit})`,
    `Node.js ${process.versions.node}`,
    `nginx ${said(nginx, ["-v"])}`,
    `wrk ${said("wrk", ["-v"])}`,
    `Chromium ${said("/usr/bin/chromium", ["--version"])}`,
  ].join(", ");
}
