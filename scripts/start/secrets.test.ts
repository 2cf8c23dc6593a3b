import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { authSecret } from "./secrets.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sightline-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a secret is made once and only its owner can read it", () => {
  const made = authSecret(folder, {});
  expect(made).toMatch(/^[\w-]{43}$/);
  expect(authSecret(folder, {})).toBe(made);
  expect(statSync(path.join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
});

test.each(["AUTH_SECRET", "NEXTAUTH_SECRET"])("one given as %s is used and not kept", (name) => {
  expect(authSecret(folder, { [name]: "given" })).toBe("given");
  expect(readdirSync(folder)).toEqual([]);
});
