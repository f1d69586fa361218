// Requests per second and latency, by wrk over the loopback.
import { execFileSync, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ask } from "./program.mjs";

const HOW = ["-t1", "-c32", "-d8s"];

// One thread of wrk and a server of two workers share two cores; both servers are asked in turn, under the same rules.
/** Asks the program and nginx for the same bytes under the same headers. */
export async function againstNginx(address, program, folder) {
  const nginx = await startNginx(address, program, folder);
  try {
    const own = [];
    const other = [];
    wrk(address, ["-t1", "-c32", "-d2s"]);
    wrk(nginx.address, ["-t1", "-c32", "-d2s"]);
    for (let round = 0; round < 3; round++) {
      own.push(wrk(address, HOW).rate);
      other.push(wrk(nginx.address, HOW).rate);
    }
    const [a, b] = [median(own), median(other)];
    const sizes = [await headerBytes(address), await headerBytes(nginx.address)];
    return { own: a, nginx: b, ratio: a / b, bodyBytes: nginx.bytes, ownHeaderBytes: sizes[0], nginxHeaderBytes: sizes[1], how: HOW.join(" ") };
  } finally {
    nginx.stop();
  }
}

/** The 99th percentiles in milliseconds of several addresses: medians of three runs each, one after the other in turn. */
export async function latencies(addresses) {
  for (const address of addresses) wrk(address, ["-t1", "-c8", "-d2s"]);
  const runs = [1, 2, 3].map(() => addresses.map((address) => wrk(address, ["-t1", "-c8", "-d5s"]).p99));
  return Promise.all(
    addresses.map(async (address, at) => {
      const response = await ask(address, { headers: { "accept-encoding": "br" }, method: "HEAD" });
      return { p99: median(runs.map((run) => run[at])), bytes: Number(response.headers.get("content-length")) };
    }),
  );
}

function wrk(address, words) {
  const said = execFileSync("wrk", [...words, "--latency", "-H", "Accept-Encoding: br", address]).toString();
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(said);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(said);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]), p99: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

/**
 * nginx with the page as a file that is compressed already, and each header the program sends. For a small file it is
 * faster without `sendfile` and without a search for the file.
 */
async function startNginx(address, program, folder) {
  await mkdir(join(folder, "site"), { recursive: true });
  const raw = execFileSync("curl", ["-s", "-H", "Accept-Encoding: br", address]);
  await writeFile(join(folder, "site", "page"), raw);
  const response = await ask(address, { method: "HEAD", headers: { "accept-encoding": "br" } });
  const own = new Set(["date", "content-length", "content-type", "connection", "keep-alive", "etag"]);
  const headers = [...response.headers].filter(([name]) => !own.has(name));
  const lines = headers.map(([name, value]) => `add_header ${name} "${name === "x-request-id" ? "$request_id" : value.replaceAll('"', '\\"')}";`);
  const port = 20_000 + (process.pid % 20_000);
  const configuration = `
    worker_processes 2; daemon off; pid ${folder}/pid; error_log stderr crit;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile off; keepalive_requests 1000000000; server_tokens off; max_ranges 0;
      open_file_cache max=16 inactive=1h; open_file_cache_valid 1h;
      client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
      uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
      server {
        listen 127.0.0.1:${port};
        location = /page { root ${folder}/site; types {} default_type "${response.headers.get("content-type")}"; add_header Last-Modified ""; ${lines.join(" ")} }
      }
    }`;
  await writeFile(join(folder, "nginx.conf"), configuration);
  // As root the workers would become another user, who may not read the folder.
  const user = process.getuid() === 0 ? ["-g", "user root;"] : [];
  const child = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf"), ...user], { stdio: "inherit" });
  await sleep(500);
  return { address: `http://127.0.0.1:${port}/page`, bytes: raw.length, stop: () => child.kill("SIGTERM") };
}

async function headerBytes(address) {
  const head = execFileSync("curl", ["-s", "-D", "-", "-o", "/dev/null", "-H", "Accept-Encoding: br", address]);
  return head.length;
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}
