// Starts and stops the real program, and gives it commands.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const top = join(import.meta.dirname, "..", "..");
const binary = process.env.PROGRAM ?? join(process.env.CARGO_TARGET_DIR ?? join(top, "target"), "debug", "baozhai");

/**
 * Serves the data folder on a free port; an empty one is seeded first, which takes a while in a debug build. `base` is where
 * people find it, if that is somewhere else.
 */
export async function startProgram(data, { patience = 300_000, port, base } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: run \`cargo build\` first`);
  port ??= await freePort();
  base ??= `http://127.0.0.1:${port}`;
  const words = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--base-url", base];
  const child = spawn(binary, words, { cwd: top, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stdout.on("data", (text) => (log += text));
  child.stderr.on("data", (text) => (log += text));
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? signal, get log() { return log; } }));
  });
  ended.catch(() => {});
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    return ended;
  };
  /** Ends it as a loss of power does: nothing is brought to an end. */
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  const late = Date.now() + patience;
  while (!log.includes(`baozhai is at ${base}`)) {
    if (child.exitCode !== null || Date.now() > late) {
      await stop();
      throw new Error(`${binary} did not start:\n${log}`);
    }
    await sleep(50);
  }
  return { base, port, data, pid: child.pid, stop, kill, ended, log: () => log };
}

/** Runs one command of the program on a data folder and gives what it says. */
export function command({ base, data }, ...words) {
  return new Promise((resolve, reject) => {
    execFile(binary, ["--data", data, "--base-url", base, ...words], { cwd: top }, (error, said, told) => {
      if (error) reject(new Error(`${words.join(" ")}: ${said}${told}`));
      else resolve(said + told);
    });
  });
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
