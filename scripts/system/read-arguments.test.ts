import { execFile } from "node:child_process";
import { expect, it } from "vitest";

/** Runs a command of this repository and answers what it says of what is wrong, with its exit code. */
const complaint = (...args: string[]) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) =>
    execFile(process.execPath, ["--import", "tsx", ...args], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    ),
  );

it("commands say in a sentence which option or file there is not", async () => {
  const [option, file] = await Promise.all([
    complaint("scripts/import.ts", "posts.csv", "--dryrun"),
    complaint("scripts/migrate-perspective.ts", "nowhere.csv"),
  ]);
  expect(option.code).toBe(1);
  expect(option.stderr).toMatch(/^Unknown option '--dryrun'/);
  expect(option.stderr).toContain("--dry-run");
  expect(option.stderr).not.toMatch(/\n\s+at /);
  expect(file).toEqual({ code: 1, stderr: "There is no file nowhere.csv.\n" });
});
