// What this device keeps until the server has it: typed text by change and field, and the bytes of picked files.
import { openDB } from "idb";

let opened;

function store() {
  opened ??= openDB("baozhai-work", 1, {
    upgrade(db) {
      db.createObjectStore("typed", { keyPath: ["change", "name"] });
      db.createObjectStore("files", { keyPath: "key", autoIncrement: true }).createIndex("change", "change");
    },
    // A later page with a newer form of the store may not be kept waiting by this one.
    blocking: (_from, _to, event) => event.target.close(),
    terminated: () => (opened = undefined),
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** Keeps what was typed: `{ change, name, values, version }`, the version being what it was typed over. */
export const keepTyped = async (typed) => (await store()).put("typed", typed);

export const forgetTyped = async (change, name) => (await store()).delete("typed", [change, name]);

/** Everything typed in a change that the server has not acknowledged. */
export const typedIn = async (change) => (await store()).getAll("typed", rangeOf(change));

export const forgetAllTyped = async (change) => (await store()).delete("typed", rangeOf(change));

/** Keeps a file with its bytes, or its record anew: `{ key?, change, name, size, file, sha256? }`. Gives its key. */
export async function keepFile(record) {
  return (await store()).put("files", record);
}

export const forgetFile = async (key) => (await store()).delete("files", key);

/** The files picked for a change that have not arrived, in the order in which they were picked. */
export const filesOf = async (change) => (await store()).getAllFromIndex("files", "change", change);

function rangeOf(change) {
  return IDBKeyRange.bound([change], [change, []]);
}
