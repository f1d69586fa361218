// What this device keeps until the server has it: typed text by change and field, and the bytes of picked files.
import { openDB } from "idb";

let opened;

function store() {
  opened ??= openDB("baozhai-work", 1, {
    upgrade(db) {
      db.createObjectStore("typed", { keyPath: ["change", "name"] });
      db.createObjectStore("files", { keyPath: "key", autoIncrement: true }).createIndex("change", "change");
      db.createObjectStore("digests");
    },
    // A later page with a newer form of the store may not be kept waiting by this one.
    blocking: (_from, _to, event) => event.target.close(),
    terminated: () => (opened = undefined),
  });
  // One that failed is not kept: the next keystroke tries to open it again.
  opened.catch(() => (opened = undefined));
  return opened;
}

/**
 * Keeps what was typed: `{ change, name, values, version, unanswered }`, the version being what it was typed over, and
 * `unanswered` what was sent of it.
 */
export const keepTyped = async (typed) => (await store()).put("typed", typed);

export const forgetTyped = async (change, name) => (await store()).delete("typed", [change, name]);

/** Everything typed in a change that the server has not acknowledged. */
export const typedIn = async (change) => (await store()).getAll("typed", rangeOf(change));

export const forgetAllTyped = async (change) => (await store()).delete("typed", rangeOf(change));

/** Keeps a file with its bytes: `{ change, device, name, size, file }`. Gives its key. */
export const keepFile = async (record) => (await store()).add("files", record);

/** Keeps a file's digest, apart from its bytes, which would otherwise be written a second time. */
export const keepDigest = async (key, sha256) => (await store()).put("digests", sha256, key);

export async function forgetFile(key) {
  const db = await store();
  await Promise.all([db.delete("files", key), db.delete("digests", key)]);
}

/** The files picked for a change that have not arrived, in the order in which they were picked. */
export async function filesOf(change) {
  const db = await store();
  const files = await db.getAllFromIndex("files", "change", change);
  return Promise.all(files.map(async (file) => ({ ...file, sha256: await db.get("digests", file.key) })));
}

function rangeOf(change) {
  // In the order of IndexedDB an array stands behind every string: this holds all keys that begin with the change.
  return IDBKeyRange.bound([change], [change, []]);
}
