import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signInHint } from "./seed.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sightline-seed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withCredentials = () =>
  writeFileSync(
    path.join(folder, "credentials.json"),
    JSON.stringify({
      apiKey: "key",
      users: [
        { email: "admin@sightline.test", role: "admin", password: "first-secret" },
        { email: "lead@sightline.test", role: "lead", password: "second-secret" },
      ],
    }),
  );

test("the password is shown on the first start", () => {
  withCredentials();
  expect(signInHint(folder, { firstTime: true })).toMatch(/lead@sightline\.test.*second-secret/);
});

test("afterwards the hint says where it is", () => {
  withCredentials();
  const hint = signInHint(folder, { firstTime: false });
  expect(hint).toContain("credentials.json");
  expect(hint).not.toContain("second-secret");
});

test("a password that was given is not repeated", () => {
  withCredentials();
  expect(signInHint(folder, { firstTime: true, demoPassword: "given" })).not.toMatch(/secret|given/);
});

test("without a demo there is nothing to say", () => {
  expect(signInHint(folder, { firstTime: true })).toBeUndefined();
});
