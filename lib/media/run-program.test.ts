import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/domain/failure";
import { runProgram } from "./run-program";

const folder = await mkdtemp(path.join(tmpdir(), "sightline-run-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const sh = (script: string, limits = {}) =>
  runProgram({ program: "sh", args: ["-c", script], limits, folder });
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => "ended well",
    (error) => (error instanceof Failure ? error.code : error),
  );

describe("a native program", () => {
  it("gives what it wrote to standard output", async () => {
    expect((await sh("printf ab; printf c")).toString()).toBe("abc");
  });

  it("hears arguments as they are, never as a command", async () => {
    const out = await runProgram({ program: "printf", args: ["%s|%s", "$(id)", "; ls 'x"] });
    expect(out.toString()).toBe("$(id)|; ls 'x");
  });

  it("gets none of this process's environment", async () => {
    process.env.SIGHTLINE_TEST_SECRET = "not for children";
    const out = (await runProgram({ program: "env", args: [] })).toString();
    delete process.env.SIGHTLINE_TEST_SECRET;
    expect(out).not.toContain("not for children");
    expect(out).not.toContain("DATABASE_URL");
    expect(out).toContain("LC_ALL=C.UTF-8");
  });

  it("is ended with its children when it takes too long", async () => {
    const pids = path.join(folder, "pids");
    const slow = sh(`sleep 60 & echo $! > ${pids}; echo $$ >> ${pids}; wait`, { timeoutMs: 400 });
    expect(await codeOf(slow)).toBe("timeout");
    await delay(100);
    for (const pid of (await readFile(pids, "utf8")).trim().split("\n")) {
      // An orphan that init has not yet collected is a zombie, which is as dead.
      const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "gone");
      expect(state === "gone" || / Z /.test(state), state).toBe(true);
    }
  });

  it("is ended when it writes too much to standard output", async () => {
    expect(await codeOf(sh("while :; do printf 0123456789; done", { outputBytes: 10_000 }))).toBe(
      "too_large",
    );
  });

  it("cannot write a file above its limit", async () => {
    const file = path.join(folder, "big");
    const code = await codeOf(sh(`exec head -c 5000000 /dev/zero > ${file}`, { fileBytes: 100_000 }));
    expect(["too_large", "malformed"]).toContain(code);
    expect((await stat(file)).size).toBeLessThanOrEqual(100_352);
  });

  it("cannot take more memory than its limit", async () => {
    const greedy = runProgram({
      program: process.execPath,
      args: ["-e", "Buffer.alloc(4e9).fill(1)"],
      limits: { memoryBytes: 200 * 2 ** 20, timeoutMs: 20_000 },
    });
    expect(await codeOf(greedy)).not.toBe("ended well");
  });

  it("that fails is a malformed file, and says nothing of what it wrote", async () => {
    const failure = await sh("echo the words of a post >&2; exit 3").catch((error) => error);
    expect(failure).toMatchObject({ code: "malformed", retryable: false });
    expect(failure.message).toBe("The file is damaged or not what it says it is (sh, code 3).");
  });

  it("that is not installed is said to be, and is not tried again", async () => {
    const failure = await runProgram({ program: "no-such-program", args: [] }).catch((error) => error);
    expect(failure).toMatchObject({ code: "unsupported", retryable: false });
    expect(failure.message).toBe("no-such-program is not installed on this server.");
  });

  it("stops when its caller has gone", async () => {
    const controller = new AbortController();
    const run = runProgram({ program: "sleep", args: ["60"], signal: controller.signal });
    controller.abort(new Error("gone"));
    await expect(run).rejects.toThrow("gone");
  });

  it("passes its lines on as they come", async () => {
    const lines: string[] = [];
    await runProgram({
      program: "printf",
      args: ["one\\ntwo\\nthree"],
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(["one", "two"]);
  });
});
