// Asks a server and notes how long it took.
import { Agent, get } from "node:http";

/**
 * Asks one request after the other, `clients` at once, until `seconds` are over or all are asked. Takes them out of
 * `requests`, so that the next round goes on where this one ends. Gives the times of the answers, and the errors.
 */
export async function load(server, requests, { clients, seconds, atMost }) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const milliseconds = [];
  const failed = [];
  let asked = 0;
  const began = performance.now();
  const client = async () => {
    while (requests.length > 0 && asked < atMost && performance.now() - began < 1000 * seconds) {
      asked++;
      const from = performance.now();
      try {
        await ask(server.address(requests.shift()), agent);
        milliseconds.push(performance.now() - from);
      } catch (error) {
        failed.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return { milliseconds, failed, perSecond: (1000 * milliseconds.length) / (performance.now() - began) };
}

/** The body of an answer that must be a picture. */
export function ask(address, agent) {
  return new Promise((resolve, reject) => {
    get(address, { agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(parts);
        const isPicture = response.statusCode === 200 && body.readUInt16BE(0) === 0xffd8;
        const said = () => body.subarray(0, 200).toString().replace(/\s+/g, " ");
        if (isPicture) resolve(body);
        else reject(new Error(`${new URL(address).pathname} answers ${response.statusCode}: ${said()}`));
      });
    }).on("error", reject);
  });
}

/** The value that the part `share` of the list does not exceed. */
export function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
