// What programs between the archive and its readers rely on.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { base, samples } from "./site.mjs";

const IMAGE = "/iiif/image/3/fancunbu-01/full/320,/0/default.webp";
const STATES = [
  { path: "/", status: 200 },
  { path: "/no-such-page", status: 404 },
  { path: "/en/no-such-page", status: 404 },
  { path: "/iiif/image/3/fancunbu-01/full/0,/0/default.webp", status: 400 },
  { path: "/villages", method: "POST", status: 405 },
  { path: IMAGE, status: 200 },
  { path: "/sitemap.xml", status: 200 },
  { path: "/healthz", status: 200 },
];

/** Magic bytes of a Zstandard frame (RFC 8878), which this Node.js may not know how to read. */
const ZSTD = "28b52ffd";

test("each page comes in each encoding, and a second time as 304", async () => {
  for (const { path } of samples("zh").filter(({ status }) => status === 200)) {
    const plain = await ask(path, { headers: { "accept-encoding": "identity" } });
    const tags = new Set();
    for (const encoding of ["identity", "br", "zstd", "gzip"]) {
      const headers = { "accept-encoding": encoding };
      const answer = await ask(path, { headers });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-encoding"] ?? "identity", encoding, path);
      assert.equal(Number(answer.headers["content-length"]), answer.body.length);
      assert.match(answer.headers.vary, /accept-encoding/i);
      assert.equal(answer.headers["cache-control"], "public, no-cache");
      assert.equal(answer.headers["content-type"], "text/html; charset=utf-8");
      if (encoding === "br") assert.ok(brotliDecompressSync(answer.body).equals(plain.body), path);
      if (encoding === "gzip") assert.ok(gunzipSync(answer.body).equals(plain.body), path);
      if (encoding === "zstd") assert.equal(answer.body.subarray(0, 4).toString("hex"), ZSTD);
      const { etag } = answer.headers;
      assert.match(etag, /^"[^"]+"$/);
      tags.add(etag);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const again = await ask(path, { headers: { ...headers, "if-none-match": known } });
        assert.equal(again.status, 304, `${path} ${encoding} ${known}`);
        assert.equal(again.body.length, 0);
        assert.equal(again.headers.etag, etag);
        assert.equal(again.headers["cache-control"], "public, no-cache");
        assert.match(again.headers.vary, /accept-encoding/i);
      }
      assert.equal((await ask(path, { headers: { ...headers, "if-none-match": '"other"' } })).status, 200);
    }
    assert.equal(tags.size, 4, `${path}: two encodings share a tag`);
  }
});

test("a refused encoding is not sent", async () => {
  const refused = await ask("/", { headers: { "accept-encoding": "br;q=0, gzip" } });
  assert.equal(refused.headers["content-encoding"], "gzip");
  const nothing = await ask("/", { headers: {} });
  assert.equal(nothing.headers["content-encoding"], undefined);
});

test("HEAD says what GET says, without a body", async () => {
  for (const path of ["/", "/villages/fancunbu", "/photos/fancunbu-01", IMAGE, "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/no-such-page"]) {
    for (const encoding of ["identity", "br"]) {
      const headers = { "accept-encoding": encoding };
      const [get, head] = [await ask(path, { headers }), await ask(path, { headers, method: "HEAD" })];
      assert.equal(head.status, get.status, path);
      assert.equal(head.body.length, 0);
      const steady = ({ date, "x-request-id": id, ...rest }) => rest;
      const strip = (answer) => (answer.status === 404 ? { ...steady(answer.headers), "content-length": "" } : steady(answer.headers));
      assert.deepEqual(strip(head), strip(get), path);
    }
  }
});

test("every answer carries the security headers, and none says what serves it", async () => {
  for (const { path, status, method } of STATES) {
    const { status: found, headers } = await ask(path, { method });
    assert.equal(found, status, path);
    const policy = Object.fromEntries(
      (headers["content-security-policy"] ?? "").split(";").map((part) => part.trim().split(/\s+(.*)/s).slice(0, 2)),
    );
    assert.ok(policy["default-src"], `${path}: no default-src`);
    assert.doesNotMatch(policy["script-src"], /unsafe|\*/, path);
    assert.doesNotMatch(policy["style-src"], /unsafe|\*/, path);
    for (const directive of ["object-src", "base-uri", "frame-ancestors"]) assert.equal(policy[directive], "'none'", `${path}: ${directive}`);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.ok(headers["referrer-policy"], path);
    assert.match(headers["permissions-policy"] ?? "", /geolocation=\(\)/, path);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin", path);
    assert.equal(headers["cross-origin-resource-policy"], path.startsWith("/iiif/") ? "cross-origin" : "same-origin", path);
    assert.equal(headers.server, undefined, path);
    assert.equal(headers["x-powered-by"], undefined, path);
    assert.equal(headers["set-cookie"], undefined, path);
  }
});

test("errors of pages are pages in the language of the address, and are not kept", async () => {
  for (const [path, method, lang] of [["/no-such-page", "GET", "zh-Hans"], ["/en/no-such-page", "GET", "en"], ["/villages", "DELETE", "zh-Hans"], ["/en/villages", "POST", "en"]]) {
    const { headers, body } = await ask(path, { method });
    assert.equal(headers["content-type"], "text/html; charset=utf-8", `${method} ${path}`);
    assert.equal(headers["cache-control"], "no-store", `${method} ${path}`);
    assert.match(body.toString(), new RegExp(`<html lang="${lang}"`));
    assert.doesNotMatch(body.toString(), /panicked|src\/|\.rs\b|SQL|sqlite/i);
  }
});

test("a method that is not known to an address is answered with those that are", async () => {
  for (const path of ["/", "/en/", "/villages", "/villages/fancunbu", "/photos/fancunbu-01", "/en/glossary", IMAGE, "/sitemap.xml", "/robots.txt"]) {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const { status, headers } = await ask(path, { method });
      assert.equal(status, 405, `${method} ${path}`);
      assert.match(headers.allow ?? "", /GET/, `${method} ${path}: no Allow`);
    }
  }
});

test("how long each thing may be kept", async () => {
  const page = (await ask("/")).body.toString();
  const asset = /\/assets\/[\w.-]+\.css/.exec(page.replaceAll("&#x2f;", "/"))[0];
  const revision = IMAGE.replace("fancunbu-01", "fancunbu-01_1");
  for (const [path, policy] of [
    [asset, /max-age=31536000, immutable/],
    [revision, /max-age=31536000, immutable/],
    [IMAGE, /max-age=3600/],
    ["/", /^public, no-cache$/],
    ["/sitemap.xml", /^public, no-cache$/],
    ["/healthz", /no-store/],
  ]) {
    const { status, headers } = await ask(path);
    assert.equal(status, 200, path);
    assert.match(headers["cache-control"], policy, path);
    if (path === "/healthz") continue;
    assert.equal((await ask(path, { headers: { "if-none-match": headers.etag } })).status, 304, path);
  }
});

test("a slash too many is mended and never leads to another host", async () => {
  assert.equal((await ask("/villages/")).headers.location, "/villages");
  assert.equal((await ask("/en/villages/?view=grid")).headers.location, "/en/villages?view=grid");
  assert.equal((await ask("/en")).headers.location, "/en/");
  for (const path of ["//elsewhere.example/", "//elsewhere.example//", "/%2felsewhere.example/", "/\\elsewhere.example/", "/en//elsewhere.example/", "/%5celsewhere.example/", "///elsewhere.example/", "http://elsewhere.example//x/"]) {
    const { status, headers } = await ask(path);
    if (headers.location === undefined) {
      assert.ok(status >= 400 && status < 500, `${path} answers ${status}`);
      continue;
    }
    assert.equal(new URL(headers.location, base).origin, base, `${path} leads to ${headers.location}`);
  }
});

test("no address on a page follows what the client says of the host", async () => {
  const headers = { host: "elsewhere.example", "x-forwarded-host": "elsewhere.example", forwarded: "host=elsewhere.example", "x-forwarded-proto": "gopher" };
  for (const path of ["/", "/en/villages/fancunbu", "/sitemap.xml", "/robots.txt", "/villages/", "/no-such-page"]) {
    const answer = await ask(path, { headers });
    assert.doesNotMatch(answer.body.toString() + JSON.stringify(answer.headers), /elsewhere|gopher/, path);
  }
});

test("nothing outside the archive is served", async () => {
  for (const path of ["/../Cargo.toml", "/assets/../../Cargo.toml", "/assets/..%2f..%2fCargo.toml", "/%2e%2e/%2e%2e/etc/passwd", "/villages/..%2f..%2fetc%2fpasswd", "/assets/%00", "/villages/%ff%fe", "/photos/%E2%80%AE", "/iiif/image/3/..%2f..%2farchive.db/full/320,/0/default.jpg", "/.git/config", "/archive.db", "/villages/fancunbu@99999999999999999999"]) {
    const { status, body } = await ask(path);
    assert.ok(status === 404 || status === 400, `${path} answers ${status}`);
    assert.doesNotMatch(body.toString(), /\[package\]|root:|SQLite format/);
  }
});

test("absurd pictures are refused at once", async () => {
  for (const size of ["99999999,", "4294967296,", "0,", "-1,", "1e9,", "100000,"]) {
    const began = Date.now();
    const { status } = await ask(`/iiif/image/3/fancunbu-01/full/${size}/0/default.jpg`);
    assert.equal(status, 400, size);
    assert.ok(Date.now() - began < 1000, size);
  }
});

test("a head that does not come to an end is cut off after ten seconds", async () => {
  const began = Date.now();
  const socket = await open();
  const drip = setInterval(() => socket.write("x: y\r\n"), 1000);
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n");
  const said = await untilClosed(socket);
  clearInterval(drip);
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds > 8 && seconds < 12, `after ${seconds} s`);
  assert.match(said, /^(HTTP\/1\.1 4\d\d |$)/);
});

test("an idle connection is closed within twenty seconds", async () => {
  const began = Date.now();
  const socket = await open();
  socket.write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
  assert.match(await untilClosed(socket), /^HTTP\/1\.1 200 /);
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds < 21, `after ${seconds} s`);
});

test("a head of 17 kB is refused, one of 8 kB is not", async () => {
  for (const [bytes, wanted] of [[8 << 10, /^HTTP\/1\.1 200 /], [17 << 10, /^HTTP\/1\.1 (431|400) /]]) {
    const socket = await open();
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-long: ${"a".repeat(bytes)}\r\n\r\n`);
    assert.match(await untilClosed(socket), wanted, `${bytes} bytes`);
  }
});

test("a body nobody asked for is refused above the limit", async () => {
  const { status } = await ask("/villages", { method: "POST", body: Buffer.alloc(1 << 20) });
  assert.ok(status === 405 || status === 413, String(status));
});

/** One request, with a path that is sent as it is written. */
async function ask(path, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port } = new URL(base);
  const sent = request({ hostname, port, path, method, headers, setHost: headers.host === undefined, agent: false });
  sent.end(body);
  const [answer] = await once(sent, "response");
  const chunks = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

async function open() {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  return socket;
}

async function untilClosed(socket) {
  let said = "";
  socket.on("data", (bytes) => (said += bytes.toString("latin1")));
  socket.on("error", () => {});
  await once(socket, "close");
  return said;
}
