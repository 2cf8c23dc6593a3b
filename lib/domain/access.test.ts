import { describe, expect, it } from "vitest";
import { FREE_TRIES, hasRole, lockSeconds } from "./access";

describe("hasRole", () => {
  it.each([
    ["moderator", "moderator", true],
    ["moderator", "lead", false],
    ["moderator", "admin", false],
    ["lead", "moderator", true],
    ["lead", "admin", false],
    ["admin", "moderator", true],
    ["admin", "admin", true],
  ] as const)("%s where at least %s is needed: %s", (role, minimum, allowed) => {
    expect(hasRole(role, minimum)).toBe(allowed);
  });
});

describe("lockSeconds", () => {
  it("lets a few mistakes pass, then doubles up to a quarter of an hour", () => {
    expect(lockSeconds(FREE_TRIES - 1)).toBe(0);
    expect([0, 1, 2, 3].map((more) => lockSeconds(FREE_TRIES + more))).toEqual([30, 60, 120, 240]);
    expect(lockSeconds(500)).toBe(900);
  });
});
