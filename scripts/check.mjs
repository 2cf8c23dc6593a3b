/** `npm run check`: every script of package.json named check:… at once, the output of each in one piece. */
import { exec } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./system/project.mjs";

const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));

/** Runs a script's command as npm would, which has put the programs on the path; resolves with whether it passed. */
const run = (name) =>
  new Promise((resolve) => {
    exec(scripts[name], { cwd: ROOT, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      console.log(
        [`${error ? "✗" : "✓"} ${scripts[name]}`, stdout.trim(), stderr.trim()].filter(Boolean).join("\n"),
      );
      resolve(!error);
    });
  });

const passed = await Promise.all(
  Object.keys(scripts)
    .filter((name) => name.startsWith("check:"))
    .map(run),
);
if (!passed.every(Boolean)) process.exitCode = 1;
