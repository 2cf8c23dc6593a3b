import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completed, missingOptional, platformEntry } from "./complete-lock.mjs";

describe("the committed package-lock.json", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

  test("describes the builds for every platform, so that `npm ci` works (if not: npm run lock:complete)", () => {
    expect(missingOptional(lock)).toEqual([]);
  });

  test("names no registry", () => {
    expect(JSON.stringify(lock)).not.toContain('"resolved"');
  });
});

describe("completed", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": {
        dev: true,
        optionalDependencies: { "@a/linux-x64-musl": "1.0.0", "@a/there-x64": "1.0.0" },
      },
      "node_modules/a/node_modules/@a/there-x64": {},
      "node_modules/b": { optionalDependencies: { "@b/win32-ia32-msvc": "2.0.0" } },
    },
  };

  test("adds what is named but not described, in order, and nothing else", () => {
    const { packages } = completed(lock);
    expect(Object.keys(packages)).toEqual([
      "",
      "node_modules/@a/linux-x64-musl",
      "node_modules/@b/win32-ia32-msvc",
      "node_modules/a",
      "node_modules/a/node_modules/@a/there-x64",
      "node_modules/b",
    ]);
    expect(packages["node_modules/@a/linux-x64-musl"]).toMatchObject({
      dev: true,
      libc: ["musl"],
      os: ["linux"],
    });
    expect(packages["node_modules/@b/win32-ia32-msvc"]).toEqual({
      version: "2.0.0",
      cpu: ["ia32"],
      optional: true,
      os: ["win32"],
    });
    expect(missingOptional({ packages })).toEqual([]);
  });

  test("refuses a name that tells no platform", () => {
    expect(platformEntry("@a/native", "1.0.0", false)).toBeUndefined();
    expect(() =>
      completed({ packages: { "node_modules/a": { optionalDependencies: { "@a/native": "1" } } } }),
    ).toThrow("@a/native");
  });
});
