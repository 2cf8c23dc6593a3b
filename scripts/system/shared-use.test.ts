import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { joinUsers } from "./shared-use.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "shared-use-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("says who is the last, counting processes that live and no others", async () => {
  const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const giveBack = joinUsers(folder);
  writeFileSync(path.join(folder, String(other.pid)), "");
  expect(giveBack()).toBe(false);
  expect(existsSync(path.join(folder, String(other.pid)))).toBe(true);

  const again = joinUsers(folder);
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(again()).toBe(true);
});
