import { spawn } from "node:child_process";
import { programPath } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { endsWithParent, PARENT_LIVES } from "./ends-with-parent";

/** What a native program may use. It is ended, with all it started, when it goes past any of these. */
export interface ProgramLimits {
  /** Wall time. */
  timeoutMs: number;
  /** Address space of each process. */
  memoryBytes: number;
  /** Bytes on standard output. */
  outputBytes: number;
  /** Size of any one file it writes. */
  fileBytes: number;
}

const MIB = 2 ** 20;

/** Enough for ordinary media; callers narrow or widen what they know better. */
export const DEFAULT_LIMITS: ProgramLimits = {
  timeoutMs: 30_000,
  memoryBytes: 2048 * MIB,
  outputBytes: 32 * MIB,
  fileBytes: 64 * MIB,
};

export interface ProgramCall {
  program: string;
  args: string[];
  limits?: Partial<ProgramLimits>;
  /** Working folder; default the system's root, so that a relative name finds nothing. */
  folder?: string;
  signal?: AbortSignal;
  /** Hears complete lines of standard output as they come, in place of keeping them. */
  onLine?: (line: string) => void;
}

/*
 * The limits are set by the shell that then becomes the program. Core dumps are off: they would hold content.
 * `ulimit` counts memory in KiB, files in 512-byte blocks, processor time in seconds.
 */
const LIMITED = `${PARENT_LIVES}ulimit -c 0; ulimit -v "$1"; ulimit -f "$2"; ulimit -t "$3"; shift 3; exec "$@"`;

/** Process groups that run now, ended with this process; where it is killed outright, `endsWithParent` ends them. */
const running = new Set<number>();
process.once("exit", () => {
  for (const group of running) endGroup(group);
});

function endGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/**
 * Runs a native program on untrusted input and resolves with what it wrote to standard output. It gets no
 * environment but a path, no standard input, no limits above those given. What it writes to standard error is thrown
 * away: it may quote the content. Rejects with a Failure worded for people: `unsupported` when the program is not
 * installed, `timeout` when it took too long, `too_large` when it wrote too much, `malformed` when it ended badly; and
 * with the signal's reason when that is aborted.
 */
export function runProgram(call: ProgramCall): Promise<Buffer> {
  const { program, args, folder = "/", signal } = call;
  const limits = { ...DEFAULT_LIMITS, ...call.limits };
  if (signal?.aborted) return Promise.reject(signal.reason);
  const seconds = Math.ceil(limits.timeoutMs / 1000);
  const bounds = [limits.memoryBytes / 1024, limits.fileBytes / 512, seconds * 4].map((bound) =>
    String(Math.ceil(bound)),
  );
  return new Promise<Buffer>((resolve, reject) => {
    const shell = ["/bin/sh", "-c", LIMITED, "sightline", String(process.pid), ...bounds];
    const [first, ...rest] = [...endsWithParent(), ...shell, program, ...args];
    const child = spawn(first as string, rest, {
      cwd: folder,
      // LC_ALL: numbers are written with a point. OMP: sphinx and codecs do not fan out by themselves.
      env: { NODE_ENV: "production", PATH: programPath(), LC_ALL: "C.UTF-8", OMP_NUM_THREADS: "1" },
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    const group = child.pid;
    if (group) running.add(group);
    let settled = false;
    const settle = (act: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (group) {
        running.delete(group);
        endGroup(group);
      }
      act();
    };
    const refuse = (failure: unknown) => settle(() => reject(failure));
    const onAbort = () => refuse(signal?.reason);
    const timer = setTimeout(
      () => refuse(new Failure("timeout", `${program} took longer than ${seconds} s.`)),
      limits.timeoutMs,
    );
    signal?.addEventListener("abort", onAbort, { once: true });

    const chunks: Buffer[] = [];
    const lines = call.onLine && lineReader(call.onLine);
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.outputBytes)
        return refuse(new Failure("too_large", `${program} wrote more than it may.`));
      if (lines) lines(chunk.toString("utf8"));
      else chunks.push(chunk);
    });
    child.once("error", () => refuse(new Failure("unavailable", `${program} cannot be started.`)));
    child.once("close", (code, killedBy) => {
      if (code === 0) return settle(() => resolve(Buffer.concat(chunks)));
      refuse(endedBadly(program, code, killedBy));
    });
  });
}

/** The shell answers 127 for a program it cannot find and 126 for one it may not run. */
function endedBadly(program: string, code: number | null, signal: NodeJS.Signals | null): Failure {
  if (code === 127 || code === 126) return missingProgram(program);
  if (signal === "SIGXFSZ" || code === 128 + 25)
    return new Failure("too_large", `${program} wrote more than it may.`);
  if (signal === "SIGXCPU" || code === 128 + 24)
    return new Failure("timeout", `${program} used more processor time than it may.`);
  return new Failure(
    "malformed",
    `The file is damaged or not what it says it is (${program}, ${signal ?? `code ${code}`}).`,
  );
}

/** That a program is not installed. Trying again does not help. */
export function missingProgram(program: string): Failure {
  return new Failure("unsupported", `${program} is not installed on this server.`);
}

/** Cuts a stream of text into lines; an unfinished one waits for its end, up to 64 KiB. */
function lineReader(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, 65_536);
    for (const line of lines) onLine(line);
  };
}
