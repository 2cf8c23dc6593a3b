import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { endsWithParent } from "./ends-with-parent";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sightline-parent-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Whether a process runs; one that nobody has collected yet is as dead. */
async function lives(pid: string): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return state !== "" && !/\) Z /.test(state);
}

/** Starts a parent that runs `code`, waits until its child has written its id, and kills the parent outright. */
async function orphan(name: string, code: (pidFile: string) => string): Promise<string> {
  const [script, pidFile] = [path.join(folder, `${name}.mts`), path.join(folder, `${name}.pid`)];
  await writeFile(script, code(pidFile));
  const parent = spawn(process.execPath, ["--import", "tsx", script], { stdio: "ignore" });
  await vi.waitFor(() => expect(existsSync(pidFile)).toBe(true), { timeout: 30_000, interval: 50 });
  const pid = await vi.waitFor(async () => {
    const written = (await readFile(pidFile, "utf8")).trim();
    expect(written).not.toBe("");
    return written;
  });
  expect(await lives(pid)).toBe(true);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  return pid;
}

const RUN_PROGRAM = path.resolve("lib/media/run-program.ts");
const POOL = path.resolve("lib/media/decoder/pool.ts");

describe("what is started for a stranger's file", () => {
  it.each([
    [
      "a program that hangs",
      "program",
      (pidFile: string) => `
        import { runProgram } from ${JSON.stringify(RUN_PROGRAM)};
        const args = ["-c", ${JSON.stringify(`echo $$ > ${pidFile}; exec sleep 600`)}];
        await runProgram({ program: "sh", args, limits: { timeoutMs: 600_000 } });`,
    ],
    [
      "a decoder that hangs while it starts",
      "decoder",
      (pidFile: string) => `
        import { writeFileSync } from "node:fs";
        import { DecoderPool } from ${JSON.stringify(POOL)};
        const entry = ${JSON.stringify(path.join(path.dirname(pidFile), "hangs.mjs"))};
        writeFileSync(entry, \`import { writeFileSync } from "node:fs";
          writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);\`);
        await new DecoderPool({ processes: 1, entry }).decodeImage("/nowhere");`,
    ],
  ])("ends with its parent, killed outright: %s", async (_, name, code) => {
    const pid = await orphan(name, code);
    try {
      // Elsewhere than on Linux with setpriv only its limits end it.
      if (endsWithParent().length > 0)
        await vi.waitFor(async () => expect(await lives(pid)).toBe(false), { timeout: 5000 });
    } finally {
      if (await lives(pid)) process.kill(Number(pid), "SIGKILL");
    }
  });

  it("is tied to its parent on Debian and its kin", () => {
    if (process.platform === "linux" && existsSync("/usr/bin/setpriv"))
      expect(endsWithParent()).toEqual(["/usr/bin/setpriv", "--pdeathsig", "KILL"]);
  });
});
