// What the peers in Node.js share: `node PEER.mjs FOLDER PORT`, and an answer of bytes for a path.
import { createServer } from "node:http";

export const [folder, port] = process.argv.slice(2);

/** Answers every request with the JPEG that `make` gives for its path. */
export function listen(make) {
  createServer(async (request, response) => {
    try {
      const body = await make(request.url);
      response.writeHead(200, { "content-type": "image/jpeg", "content-length": body.length }).end(body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }).listen(Number(port), "127.0.0.1");
}
