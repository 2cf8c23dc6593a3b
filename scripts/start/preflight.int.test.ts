import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFreePort } from "../system/ports.mjs";
import { clearEarlierRun, prepareDataFolder, refuseTakenPort, runFile } from "./preflight.mjs";

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

test("a second start on the same data folder is refused while the first one lives", async () => {
  const program = path.join(folder, "start.mjs");
  writeFileSync(program, "setInterval(() => {}, 1000);");
  const first = spawn(process.execPath, [program], { stdio: "ignore" });
  writeFileSync(runFile(folder), JSON.stringify({ pid: first.pid, port: 4100, children: [] }));
  await expect(clearEarlierRun(folder)).rejects.toThrow(/already runs .*http:\/\/localhost:4100/);
  const gone = new Promise((resolve) => first.once("exit", resolve));
  first.kill();
  await gone;
  await clearEarlierRun(folder);
});
