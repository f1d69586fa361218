// Readers who ask for pages at a steady pace while others work: `node readers.mjs http://127.0.0.1:8080 50`, so many requests a
// second. A word on its input ends a phase and prints that one's latencies as a line of JSON.
import { Agent, get } from "node:http";
import { createInterface } from "node:readline";

const [base, pace] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
let waits = [];
let failed = 0;

const sitemap = await (await fetch(`${base}/sitemap.xml`)).text();
const paths = [...sitemap.matchAll(/<loc>https?:\/\/[^/]*([^<]*)<\/loc>/g)].map((match) => match[1]).filter((path) => path.includes("/villages"));

let asked = 0;
setInterval(() => {
  const began = performance.now();
  const fail = () => (failed += 1);
  get(base + paths[(asked++ * 37) % paths.length], { agent }, (answer) => {
    answer.on("error", fail).resume();
    answer.on("end", () => waits.push(performance.now() - began));
  }).on("error", fail);
}, 1000 / Number(pace));

for await (const phase of createInterface({ input: process.stdin })) {
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? null;
  console.log(JSON.stringify({ phase, requests: waits.length, failed, p50: at(0.5), p99: at(0.99) }));
  waits = [];
  failed = 0;
}
process.exit();
