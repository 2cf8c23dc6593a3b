import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findFreePort } from "../system/ports.mjs";
import { commandLine, isAlive, startOf } from "../system/processes.mjs";
import { clearEarlierRun, noteRun, prepareDataFolder, refuseTakenPort, runFile } from "./preflight.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sightline-preflight-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const listen = (port: number, host: string) =>
  new Promise<Server>((resolve) => {
    const server = createServer().listen(port, host, () => resolve(server));
  });

test("a data folder is made, with a way in for the database's user", () => {
  const made = path.join(folder, "not", "there", "yet");
  prepareDataFolder(made);
  expect(statSync(made).mode & 0o777).toBe(0o755);
});

test.each(["a-file", "a-file/below"])("a data folder at %s is refused in a sentence", (name) => {
  writeFileSync(path.join(folder, "a-file"), "");
  expect(() => prepareDataFolder(path.join(folder, name))).toThrow(
    /cannot be written .* SIGHTLINE_DATA_DIR=/,
  );
});

test.each(["127.0.0.1", "0.0.0.0"])(
  "a port taken on %s is refused, and the next one offered",
  async (host) => {
    const port = await findFreePort();
    const other = await listen(port, host);
    await expect(refuseTakenPort(port, "npm start")).rejects.toThrow(
      `Port ${port} is taken by another program. Start with PORT=${port + 1} npm start.`,
    );
    await new Promise((resolve) => other.close(resolve));
    await refuseTakenPort(port, "npm start");
  },
);

const note = (pid: number, children: number[], start: string) => {
  const starts = Object.fromEntries([pid, ...children].map((each) => [each, start]));
  writeFileSync(runFile(folder), JSON.stringify({ pid, port: 4100, children, starts }));
};

test("what a start notes of itself is what the next one goes by", () => {
  noteRun(folder, { port: 4100, children: [] });
  expect(JSON.parse(readFileSync(runFile(folder), "utf8"))).toEqual({
    ...{ pid: process.pid, port: 4100, children: [] },
    starts: { [process.pid]: expect.stringMatching(/\S/u) },
  });
});

test("a process that has the id of an earlier one, as after a restart of the machine, is left alone", async () => {
  const program = path.join(folder, "start.mjs");
  const guard = path.join(folder, "parent-guard.mjs");
  for (const file of [program, guard]) writeFileSync(file, "setInterval(() => {}, 1000);");
  const others = [program, guard].map((file) =>
    spawn(process.execPath, [file], { stdio: "ignore", detached: true }),
  );
  const [other, child] = others.map(({ pid }) => pid as number) as [number, number];
  await vi.waitFor(() => expect(commandLine(child)).toContain("parent-guard.mjs"));
  note(other, [child], "long ago");
  await clearEarlierRun(folder);
  expect([other, child].map(isAlive)).toEqual([true, true]);
  note(1_000_000_000, [child], startOf(child));
  const gone = new Promise((resolve) => others[1]?.once("exit", resolve));
  await clearEarlierRun(folder);
  await gone;
  process.kill(other);
});

test("a second start on the same data folder is refused while the first one lives", async () => {
  const program = path.join(folder, "start.mjs");
  writeFileSync(program, "setInterval(() => {}, 1000);");
  const first = spawn(process.execPath, [program], { stdio: "ignore" });
  note(first.pid as number, [], startOf(first.pid));
  await expect(clearEarlierRun(folder)).rejects.toThrow(/already runs .*http:\/\/localhost:4100/);
  const gone = new Promise((resolve) => first.once("exit", resolve));
  first.kill();
  await gone;
  await clearEarlierRun(folder);
});
