// A server that answers requests for pictures: ours or a peer, started for a while on free ports.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { Program } from "../program.mjs";
import { ask } from "./load.mjs";
import { cpuSeconds, tree } from "./processes.mjs";
import { iiif } from "./requests.mjs";

export class Server {
  /**
   * @param address gives the URL of a request
   * @param children the processes it began with
   */
  constructor(address, children) {
    this.address = address;
    this.children = children;
  }

  /** Starts the commands ({program, words, env, cwd}), and waits until the request `first` is answered. */
  static async start(commands, address, first) {
    const children = commands.map(({ program, words, env, cwd }) =>
      spawn(program, words, { env: { ...process.env, ...env }, cwd, stdio: ["ignore", "ignore", "pipe"] }),
    );
    const server = new Server(address, children);
    const said = [];
    for (const child of children) {
      child.on("error", (error) => said.push(error.message));
      child.stderr.on("data", (text) => said.push(text.toString()));
    }
    for (let tries = 0; ; tries++) {
      try {
        // Where several answer in turn, this reaches each.
        for (const _ of children) await ask(address(first));
        return server;
      } catch (error) {
        const ended = children.some((child) => child.exitCode !== null || child.pid === undefined);
        if (ended || tries === 100) {
          await server.stop();
          throw new Error(`did not start: ${said.join("").trim().split("\n").at(-1) || error.message}`);
        }
        await sleep(100);
      }
    }
  }

  /** Our program on a data folder; with `flags` of its own. */
  static async ours(programs, data, flags) {
    const program = await Program.start(programs, data, flags);
    const address = (request) => `${program.base}/iiif/image/3/${request.photo}/${iiif(request, "default.jpg")}`;
    return new Server(address, [program.child]);
  }

  pids() {
    return tree(this.children.map((child) => child.pid));
  }

  cpuSeconds() {
    return cpuSeconds(this.pids());
  }

  /** Waits until it has nothing to do any more, or half a minute. */
  async settle() {
    for (let before = -1, tries = 0; tries < 60; tries++) {
      const now = this.cpuSeconds();
      if (now === before) return;
      before = now;
      await sleep(500);
    }
  }

  async stop() {
    const running = this.children.filter((child) => child.pid !== undefined && child.exitCode === null && child.signalCode === null);
    const ended = running.map((child) => once(child, "exit"));
    for (const pid of tree(running.map((child) => child.pid))) {
      try {
        process.kill(pid, "SIGTERM");
      } catch {
        // It went with its parent.
      }
    }
    await Promise.all(ended);
  }
}
