import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint } from "./build.mjs";

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
