import { closeSync, openSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { Failure } from "#lib/domain/failure";

/** Writing a pack of gigabytes to a slow disk may take so long. */
const WAIT_MS = 120_000;
const LOOK_MS = 50;
const FLAG = /^\.lock-(\d+)@(.*)$/u;
const HOST = encodeURIComponent(hostname());
const OWN = `.lock-${process.pid}@${HOST}`;

/** For who has only to wait until two that came at once have made out who is first. */
const MOMENT_MS = 1_000;

/**
 * Runs `change`, which must not wait for anything and must not come here again, while no other process does so in this folder.
 * @throws Failure `conflict` when another process stays for too long, with what to do
 */
export function withFolderLock<T>(folder: string, change: () => T, waitMs = WAIT_MS): T {
  const release = acquire(folder, waitMs);
  try {
    return change();
  } finally {
    release();
  }
}

/**
 * Runs `work`, which may take as long as it likes, while no other process does so in this folder.
 * @throws Failure `conflict` at once when another process is there, with what to do
 */
export async function withFolderToItself<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = acquire(folder, MOMENT_MS);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Waits until no other process is in, and returns what leaves again. A process that wants in raises a flag, a file with its id in the
 * name, and is in when it then sees no other; else it lowers its own and tries again. With one file for all, two that find its owner
 * gone could each delete it, the second one the first's new lock: a flag of a process that is gone is nobody else's, so that it can be
 * deleted at any time.
 */
function acquire(folder: string, waitMs: number): () => void {
  const own = path.join(realpathSync(folder), OWN);
  const lower = () => rmSync(own, { force: true });
  const until = performance.now() + waitMs;
  for (;;) {
    let other = otherIn(folder);
    if (!other) {
      closeSync(openSync(own, "w"));
      other = otherIn(folder);
      if (!other) return lower;
      lower();
    }
    if (performance.now() > until) throw busy(folder, other);
    // Unequal, so that two which raised their flags at once do not do so again.
    sleep(LOOK_MS * (0.5 + Math.random()));
  }
}

/** The flag of another process that is there; those of processes that are gone are deleted. */
function otherIn(folder: string): string | undefined {
  return readdirSync(folder).find((name) => {
    const [, pid, host] = FLAG.exec(name) ?? [];
    if (pid === undefined || name === OWN) return false;
    // Of another machine, or another container, nobody here knows which processes live.
    if (host !== HOST || isAlive(Number(pid))) return true;
    rmSync(path.join(folder, name), { force: true });
    return false;
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function busy(folder: string, flag: string): Failure {
  const [, pid, host] = FLAG.exec(flag) ?? [];
  const where = host === HOST ? "" : ` on ${decodeURIComponent(host ?? "")}`;
  return new Failure(
    "conflict",
    `${folder} is being changed by process ${pid}${where}. Run this again when that has ended; if no such program runs, delete ${path.join(folder, flag)} first. Nothing was changed.`,
  );
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
