// The release build, timed from the outside.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A running program on a free port, its access log off. */
export class Program {
  static async start(programs, data, flags = []) {
    const program = new Program();
    const port = await freePort();
    program.base = `http://127.0.0.1:${port}`;
    const words = ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--log", "error", ...flags];
    const began = performance.now();
    // Neither settings of the shell nor a file of the folder it stands in.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("BAOZHAI_")));
    program.child = spawn(join(programs, "baozhai"), words, { env, cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
    while (!(await answers(`${program.base}/`))) {
      if (program.child.exitCode !== null) throw new Error("the program did not start");
      await sleep(5);
    }
    program.startSeconds = (performance.now() - began) / 1000;
    return program;
  }

  async stop() {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }

  residentBytes() {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, "utf8"))[1]);
  }

  /** Pages and pictures as people ask for them, four at a time; then a moment of rest. */
  async mixedRequests(count) {
    const sitemap = await this.paths();
    const paths = [];
    for (let at = 0; paths.length < count; at++) {
      const path = sitemap[(at * 37) % sitemap.length];
      paths.push(path);
      const photo = /\/photos\/([\w-]+)$/.exec(path)?.[1];
      if (photo) paths.push(`/iiif/image/3/${photo}/full/${at % 2 ? 640 : 320},/0/default.${at % 3 ? "webp" : "jpg"}`);
    }
    const rest = paths.slice(0, count).values();
    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        for (const path of rest) {
          const response = await ask(this.base + path);
          if (!response.ok) throw new Error(`${path} answers ${response.status}`);
          await response.arrayBuffer();
        }
      }),
    );
    await sleep(3000);
  }

  /** The first village of the sitemap whose id begins with `start`. */
  async firstVillage(start) {
    return (await this.paths()).find((path) => path.startsWith(`/villages/${start}`));
  }

  /** Every page of the sitemap; a large archive has an index of several. */
  async paths() {
    const addresses = async (url) =>
      [...(await (await ask(url)).text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);
    const first = await addresses(`${this.base}/sitemap.xml`);
    const parts = first[0].includes("sitemap") ? (await Promise.all(first.map(addresses))).flat() : first;
    return parts.map((address) => address.slice(this.base.length));
  }
}

/** A request on a connection of its own: one that waits while wrk runs would be closed by the server. */
export function ask(address, { headers, ...options } = {}) {
  return fetch(address, { ...options, headers: { ...headers, connection: "close" } });
}

/** What a first visit to a page brings over the wire, pictures aside. */
export async function wireBytes(base, path) {
  const size = async (address) => {
    const response = await ask(base + address, { method: "HEAD", headers: { "accept-encoding": "br" } });
    return Number(response.headers.get("content-length"));
  };
  const html = (await (await ask(base + path)).text()).replaceAll("&#x2f;", "/");
  const parts = [...html.matchAll(/<(?:link rel="stylesheet"|script)[^>]* (?:href|src)="([^"]+)"/g)].map((match) => match[1]);
  const loads = [...html.matchAll(/<(?:link rel="(?:stylesheet|icon|manifest|preload)|script|img|source|iframe)[^>]* (?:href|src|srcset)="(https?:[^"]+)"/g)];
  const hosts = new Set(loads.map((match) => new URL(match[1]).origin).filter((origin) => origin !== base)).size;
  const sizes = await Promise.all([path, ...parts].map(size));
  return { bytes: sizes.reduce((a, b) => a + b), parts: sizes.length, hosts };
}

/** How long something took. */
export function seconds(work) {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

async function answers(address) {
  try {
    const response = await ask(address);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** A port of the loopback that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
