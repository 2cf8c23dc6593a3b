import { spawn } from "node:child_process";
import { ROOT } from "./project.mjs";

const TAIL_LINES = 40;

/** Programs that run now; each leads a process group of its own, so that all it started can be ended with it. */
const running = new Set();
let ended = false;

/** A program that ended badly; the message has the end of what it said, unless that was shown already. */
export class CommandError extends Error {
  constructor(command, code, output, shown = false) {
    const tail = shown ? "" : output.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
    super(`${command} ended with ${code}${tail ? `:\n${tail}` : ""}`);
    this.code = code;
    this.output = output;
  }
}

/** Sends `signal` to a program started with `detached` and to everything it started. */
export function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Ends every program that `run` waits for, and lets it start no others. */
export function endRunning(signal = "SIGTERM") {
  ended = true;
  for (const child of running) signalGroup(child, signal);
}

/**
 * Runs a program in the project's root and resolves with everything it wrote; throws a CommandError when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, onLine?: (line: string) => void }} [options] onLine: hears
 *   every line as it is written
 */
export function run(command, args, { env = {}, onLine } = {}) {
  if (ended) return Promise.reject(new CommandError(command, "SIGTERM", ""));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    let output = "";
    let rest = "";
    const hear = (chunk) => {
      output += chunk;
      if (!onLine) return;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("error", (error) => {
      running.delete(child);
      reject(new CommandError(command, error.code, error.message));
    });
    child.once("close", (code, signal) => {
      running.delete(child);
      if (rest) onLine?.(rest);
      if (code === 0) resolve(output);
      else reject(new CommandError([command, ...args].join(" "), signal ?? code, output, Boolean(onLine)));
    });
  });
}

/** `run` for a JavaScript file, under this same Node. */
export const runNode = (file, args = [], options = {}) => run(process.execPath, [file, ...args], options);
