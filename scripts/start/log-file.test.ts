import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { LogFile } from "./log-file.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("lines come one after the other, and 20 MB of them make room for more", () => {
  const file = path.join(folder, "web.log");
  const log = new LogFile(file);
  log.write("one");
  log.write("two");
  expect(readFileSync(file, "utf8")).toBe("one\ntwo\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  log.write("x".repeat(20 * 1024 * 1024));
  expect(existsSync(file)).toBe(false);
  log.write("three");
  expect(readFileSync(file, "utf8")).toBe("three\n");
  expect(readFileSync(`${file}.1`, "utf8").slice(0, 12)).toBe("one\ntwo\nxxxx");
  new LogFile(file).write("four");
  expect(readFileSync(file, "utf8")).toBe("three\nfour\n");
});

const FULL = "/dev/full";
test.each([folder, ...(existsSync(FULL) ? [FULL] : [])])(
  "what %s does not take is lost, which is said once",
  (file) => {
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    const log = new LogFile(file);
    log.write("one");
    log.write("two");
    expect(said.mock.calls).toEqual([[expect.stringMatching(/ cannot be written \((?:EISDIR|ENOSPC)\)/u)]]);
  },
);

test("what the disk takes again is written again", () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  const file = path.join(folder, "workers.log");
  mkdirSync(file);
  const log = new LogFile(file);
  log.write("lost");
  rmdirSync(file);
  log.write("kept");
  expect(readFileSync(file, "utf8")).toBe("kept\n");
  expect(said).toHaveBeenCalledTimes(1);
});
