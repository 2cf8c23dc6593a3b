import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundleWorkers, fingerprint } from "./build.mjs";

let root: string;
const put = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
};
const print = () => fingerprint(["app", "package.json", "not-there"], root);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "sightline-sources-"));
  put("app/page.tsx", "one");
  put("package.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true }));

test("a fingerprint depends on contents, not on times", () => {
  const before = print();
  utimesSync(path.join(root, "app/page.tsx"), 1, 1);
  expect(print()).toBe(before);
});

test.each([
  ["a changed file", () => put("app/page.tsx", "two")],
  ["a new file", () => put("app/login/page.tsx", "three")],
  ["a file that moved", () => renameSync(path.join(root, "app/page.tsx"), path.join(root, "app/other.tsx"))],
  [
    "text that moved to the next file",
    () => {
      put("app/page.tsx", "on");
      put("package.json", "e{}");
    },
  ],
])("%s changes it", (_, change) => {
  const before = print();
  change();
  expect(print()).not.toBe(before);
});

test("tests and generated code leave it alone", () => {
  const before = print();
  put("app/page.test.tsx", "test");
  put("app/page.int.test.ts", "test");
  put("app/generated/client.ts", "code");
  expect(print()).toBe(before);
});

test("workers are bundled whole, again only where something differs, and what is no part of them goes", async () => {
  const outdir = path.join(root, "build", "workers");
  const at = (name: string) => path.join(outdir, name);
  await bundleWorkers(outdir);
  const names = readdirSync(outdir);
  expect(names).toEqual(expect.arrayContaining(["main.mjs", "main.mjs.map", "thread.mjs", "decoder.mjs"]));
  const thread = readFileSync(at("thread.mjs"), "utf8");
  const long = new Date("2026-01-01");
  utimesSync(at("main.mjs"), long, long);
  // Whoever reads it meanwhile has the old one, whole.
  writeFileSync(at("thread.mjs"), "of an earlier version");
  const opened = openSync(at("thread.mjs"), "r");
  writeFileSync(at("chunk-OLD.mjs"), "");
  await bundleWorkers(outdir);
  expect(readFileSync(opened, "utf8")).toBe("of an earlier version");
  closeSync(opened);
  expect(readFileSync(at("thread.mjs"), "utf8")).toBe(thread);
  expect(statSync(at("main.mjs")).mtime).toEqual(long);
  expect(readdirSync(outdir)).toEqual(names);
});

test("a folder that cannot be written to is said in a sentence", async () => {
  put("build", "a file");
  await expect(bundleWorkers(path.join(root, "build", "workers"))).rejects.toThrow(
    /build\/workers\/.* cannot be written \(ENOTDIR\)\. Start as the user who owns .*, and start again\.$/u,
  );
});
