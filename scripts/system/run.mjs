import { spawn } from "node:child_process";
import { ROOT } from "./project.mjs";

const TAIL_LINES = 40;

/** A program that ended badly, with the end of what it said. */
export class CommandError extends Error {
  constructor(command, code, output) {
    const tail = output.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
    super(`${command} ended with ${code}${tail ? `:\n${tail}` : ""}`);
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a program in the project's root and resolves with everything it wrote; throws a CommandError when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, onLine?: (line: string) => void }} [options] onLine: hears
 *   every line as it is written
 */
export function run(command, args, { env = {}, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let rest = "";
    const hear = (chunk) => {
      output += chunk;
      if (!onLine) return;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop();
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("error", (error) => reject(new CommandError(command, error.code, error.message)));
    child.once("close", (code, signal) => {
      if (rest) onLine?.(rest);
      if (code === 0) resolve(output);
      else reject(new CommandError([command, ...args].join(" "), signal ?? code, output));
    });
  });
}

/** `run` for a JavaScript file, under this same Node. */
export const runNode = (file, args = [], options = {}) => run(process.execPath, [file, ...args], options);
