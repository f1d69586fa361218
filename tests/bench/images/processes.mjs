// What processes have used, read from /proc. A server is the tree of its processes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

// Linux tells user space about processor time in this unit on every common machine.
const TICKS_PER_SECOND = 100;

/** These processes and all that come from them. */
export function tree(roots) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) && stat(name);
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const found = new Set(roots);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/** User and system time, with that of children that have ended. */
export function cpuSeconds(pids) {
  let ticks = 0;
  for (const pid of pids) {
    // utime, stime, cutime, cstime
    for (const field of stat(pid)?.slice(11, 15) ?? []) ticks += Number(field);
  }
  return ticks / TICKS_PER_SECOND;
}

/** The most memory each has held since the start or since `forgetPeak`, added up: shared pages count twice. */
export function peakBytes(pids) {
  let bytes = 0;
  for (const pid of pids) {
    bytes += 1024 * Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? "")?.[1] ?? 0);
  }
  return bytes;
}

/** Lets the peaks begin anew (proc(5), clear_refs). */
export function forgetPeak(pids) {
  for (const pid of pids) writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** The fields after the name, which may hold spaces. */
function stat(pid) {
  return read(`/proc/${pid}/stat`)?.replace(/^.*\) /s, "").trim().split(" ");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
