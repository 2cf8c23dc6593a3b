import { describe, expect, test } from "vitest";
import { isInstalled } from "./install.mjs";

const lock = {
  packages: {
    "": {},
    "node_modules/kept": { version: "1.2.3" },
    "node_modules/for-another-platform": { version: "1.0.0", optional: true },
  },
};

describe("isInstalled", () => {
  test("is satisfied without the optional packages of other platforms", () => {
    expect(isInstalled(lock, { packages: { "node_modules/kept": { version: "1.2.3" } } })).toBe(true);
  });

  test.each([
    ["nothing is installed", undefined],
    ["a package is missing", { packages: {} }],
    ["a package has another version", { packages: { "node_modules/kept": { version: "1.2.2" } } }],
  ])("is not when %s", (_, installed) => {
    expect(isInstalled(lock, installed)).toBe(false);
  });
});
