// Starting and stopping: what an operator sees.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startProgram } from "./program.mjs";
import { data } from "./site.mjs";

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "baozhai-stop-"));
  // With the access forms alone of all caches: pictures have to be made, in less time than a stopping program gives them.
  const isKept = (path) => !path.includes("/cache/") || path.includes("/cache/access");
  await cp(data, join(folder, "data"), { recursive: true, filter: isKept });
});
after(() => rm(folder, { recursive: true, force: true }));

test("whoever is being served when the program is stopped is served to the end", async () => {
  const program = await startProgram(join(folder, "data"));
  // One: a debug build takes seconds to make it, beside the program that the other tests ask, and a stop waits ten.
  const open = [1].map((n) =>
    fetch(`${program.base}/iiif/image/3/fancunbu-0${n}/full/1024,/0/default.webp`).then(async (response) => ({
      status: response.status,
      bytes: (await response.arrayBuffer()).byteLength,
      length: Number(response.headers.get("content-length")),
    })),
  );
  await sleep(150);
  const stopping = program.stop();
  for (const answer of await Promise.all(open)) {
    assert.equal(answer.status, 200);
    assert.ok(answer.bytes > 10_000 && answer.bytes === answer.length, JSON.stringify(answer));
  }
  assert.equal((await stopping).code, 0);
  await assert.rejects(fetch(program.base));
});

test("a second start on the same address fails at once and says why", async () => {
  const program = await startProgram(join(folder, "data"));
  try {
    await assert.rejects(startProgram(join(folder, "second"), { port: program.port }), /cannot listen on/);
  } finally {
    assert.equal((await program.stop()).code, 0);
  }
});

test("a second start on a folder that is there does not seed again", async () => {
  const began = Date.now();
  const program = await startProgram(join(folder, "data"));
  const seconds = (Date.now() - began) / 1000;
  const { log } = await program.stop();
  assert.doesNotMatch(log, /shipped collection/);
  // Not a measurement: a debug build on a busy machine starts in about a second, seeding takes far longer.
  assert.ok(seconds < 20, `${seconds} s`);
});
