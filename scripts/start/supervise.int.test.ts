import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isAlive } from "../system/processes.mjs";
import { restartPause, SupervisedProcess } from "./supervise.mjs";

let folder: string;
let supervised: SupervisedProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sightline-supervise-"));
});
afterEach(() => {
  supervised?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function supervise(program: string) {
  const file = path.join(folder, "program.mjs");
  writeFileSync(file, program);
  supervised = new SupervisedProcess({
    name: "program",
    args: [file],
    env: process.env as Record<string, string>,
    logFile: path.join(folder, "program.log"),
    echo: false,
    onRestart: () => {},
    onGiveUp: () => {},
  });
  supervised.start();
  return supervised;
}

const logged = () =>
  existsSync(path.join(folder, "program.log")) ? readFileSync(path.join(folder, "program.log"), "utf8") : "";
const RUNS = "console.log('up', process.pid); setInterval(() => {}, 1000);";

test("a killed program is started again", async () => {
  const program = supervise(RUNS);
  await vi.waitFor(() => expect(logged()).toContain(`up ${program.pid}`), 10_000);
  const first = program.pid as number;
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(program.pid).not.toBe(first), 10_000);
  await vi.waitFor(() => expect(logged()).toContain(`up ${program.pid}`), 10_000);
});

test("a program that does not stop when asked is ended, and not started again", async () => {
  const program = supervise(`process.on("SIGTERM", () => console.log("not yet")); ${RUNS}`);
  await vi.waitFor(() => expect(logged()).toContain("up"), 10_000);
  const pid = program.pid as number;
  await program.stop(300);
  expect(logged()).toContain("not yet");
  expect(isAlive(pid)).toBe(false);
});

test("a program outlives neither its supervisor's end nor its being killed", async () => {
  const child = path.join(folder, "child.mjs");
  const parent = path.join(folder, "parent.mjs");
  writeFileSync(child, RUNS);
  const module = pathToFileURL(path.join(import.meta.dirname, "supervise.mjs")).href;
  const options = { name: "program", args: [child], logFile: path.join(folder, "program.log"), echo: false };
  writeFileSync(
    parent,
    `import { SupervisedProcess } from "${module}";
    new SupervisedProcess({ ...${JSON.stringify(options)}, env: process.env }).start();`,
  );
  const supervisor = spawn(process.execPath, [parent], { stdio: "ignore" });
  await vi.waitFor(() => expect(logged()).toContain("up"), 10_000);
  const pid = Number(/up (\d+)/.exec(logged())?.[1]);
  supervisor.kill("SIGKILL");
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
});

test("a program can fork others and wait for their messages", async () => {
  writeFileSync(
    path.join(folder, "forked.mjs"),
    "process.on('message', (text) => console.log('heard', text));",
  );
  supervise(`
    import { fork } from "node:child_process";
    const forked = fork(${JSON.stringify(path.join(folder, "forked.mjs"))});
    setTimeout(() => forked.send("late"), 700);
    ${RUNS}`);
  await vi.waitFor(() => expect(logged()).toContain("heard late"), 10_000);
});

test("pauses before restarts double up to half a minute", () => {
  expect([1, 2, 3, 7, 20].map(restartPause)).toEqual([500, 1000, 2000, 30_000, 30_000]);
});
