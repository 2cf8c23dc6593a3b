import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { inProduction, programPath } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { endsWithParent, PARENT_LIVES } from "../ends-with-parent";
import type {
  Decoded,
  DecodedFrame,
  DecodedImage,
  DecodeReply,
  DecodeRequest,
  DecoderMessage,
  DecodeTask,
  EncodedCopy,
} from "./messages";

export interface DecoderOptions {
  /** Processes, each with one file in hand. */
  processes: number;
  /** A file that takes longer costs its process and is given up. */
  timeoutMs?: number;
  /** A process that takes longer to start is given up; not counted as its first file's time. */
  startMs?: number;
  /** Memory of data a process may have, MB (RLIMIT_DATA where the system knows it). */
  memoryMb?: number;
  /** The process's entry file. */
  entry?: string;
}

interface Job {
  task: DecodeTask;
  file: string;
  resolve(made: Decoded[DecodeTask]): void;
  reject(reason: Failure): void;
}

interface Decoder {
  child: ChildProcess;
  /** Whether it has said that it takes work. */
  ready: boolean;
  job: (Job & { id: number }) | null;
  /** Ends it when it takes too long to start, or over its job. */
  timer: NodeJS.Timeout;
}

/** Within this a process has started; on a busy machine that takes its time, which no file is to blame for. */
const START_MS = 60_000;

/**
 * Processes that decode strangers' pictures. A file that crashes, hangs or bloats its process costs that process and
 * nothing else; the next file gets a new one. Processes start when they are first needed.
 */
export class DecoderPool {
  private readonly decoders: Decoder[] = [];
  private readonly queue: Job[] = [];
  private nextId = 1;
  private closed = false;

  constructor(private readonly options: DecoderOptions) {}

  /**
   * Decodes a picture file. Rejects with Failure `invalid_input`, worded for people, when the file is at fault, and with
   * `unavailable` when the pool is closed or no process starts.
   */
  decodeImage(file: string): Promise<DecodedImage> {
    return this.decode("image", file);
  }

  /** Makes people's copy of a picture file. Rejects as `decodeImage` does. */
  copyImage(file: string): Promise<EncodedCopy> {
    return this.decode("copy", file);
  }

  /** Decodes a frame of a film, a picture file of the house's own making. Rejects as `decodeImage` does. */
  decodeFrame(file: string): Promise<DecodedFrame> {
    return this.decode("frame", file);
  }

  private decode<Task extends DecodeTask>(task: Task, file: string): Promise<Decoded[Task]> {
    if (this.closed) return Promise.reject(closing());
    return new Promise((resolve, reject) => {
      this.queue.push({ task, file, resolve: (made) => resolve(made as Decoded[Task]), reject });
      this.flush();
    });
  }

  /** Processes alive now, for tests and health. */
  get size(): number {
    return this.decoders.length;
  }

  close(): void {
    this.closed = true;
    for (const job of this.queue.splice(0)) job.reject(closing());
    for (const { child } of this.decoders) child.kill("SIGKILL");
  }

  private flush(): void {
    while (this.queue.length > 0 && !this.closed) {
      const decoder = this.decoders.find(({ job }) => job === null) ?? this.spawnOne();
      if (!decoder) return;
      decoder.job = { ...(this.queue.shift() as Job), id: this.nextId++ };
      if (decoder.ready) this.begin(decoder);
    }
  }

  private begin(decoder: Decoder): void {
    const { child, job } = decoder;
    if (!job) return;
    const { timeoutMs = 15_000 } = this.options;
    decoder.timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    const request: DecodeRequest = { job: job.id, task: job.task, file: job.file };
    child.send(request, () => {});
  }

  private spawnOne(): Decoder | undefined {
    if (this.decoders.length >= this.options.processes) return undefined;
    const child = startProcess(this.options);
    const timer = setTimeout(() => child.kill("SIGKILL"), this.options.startMs ?? START_MS);
    const decoder: Decoder = { child, ready: false, job: null, timer };
    this.decoders.push(decoder);
    child.on("message", (said: DecoderMessage) => {
      if ("ready" in said) this.start(decoder);
      else this.finish(decoder, said);
    });
    child.on("error", () => this.drop(decoder));
    child.on("exit", () => this.drop(decoder));
    return decoder;
  }

  private start(decoder: Decoder): void {
    clearTimeout(decoder.timer);
    decoder.ready = true;
    this.begin(decoder);
  }

  private finish(decoder: Decoder, reply: DecodeReply): void {
    const { job } = decoder;
    if (job?.id !== reply.job) return;
    clearTimeout(decoder.timer);
    decoder.job = null;
    if (reply.ok) job.resolve(reply.made);
    else job.reject(new Failure("invalid_input", reply.problem));
    this.flush();
  }

  private drop(decoder: Decoder): void {
    const at = this.decoders.indexOf(decoder);
    if (at < 0) return;
    this.decoders.splice(at, 1);
    clearTimeout(decoder.timer);
    const message = "Decoding the picture took too long, too much memory, or ended its decoder.";
    if (this.closed) decoder.job?.reject(closing());
    else if (decoder.ready) decoder.job?.reject(new Failure("invalid_input", message));
    else decoder.job?.reject(new Failure("unavailable", "The decoder of pictures does not start."));
    this.flush();
  }
}

const closing = () => new Failure("unavailable", "The decoders are shutting down.");

/** A child with little in its environment (no secrets), no input of its own, a limit on its memory, and this one's end. */
function startProcess({ entry = decoderEntry(), memoryMb = 2048 }: DecoderOptions): ChildProcess {
  const tsx = entry.endsWith(".ts") ? ["--import", "tsx"] : [];
  const node = [process.execPath, "--max-old-space-size=512", ...tsx, entry];
  const options = {
    env: { PATH: programPath(), NODE_ENV: inProduction() ? "production" : "development" } as const,
    stdio: ["ignore", "ignore", "ignore", "ipc"] as ("ignore" | "ipc")[],
    serialization: "advanced" as const,
  };
  if (process.platform !== "linux") return spawn(node[0] as string, node.slice(1), options);
  // The shell sets the limit and becomes node. Address space cannot be limited: V8 reserves far more than it uses.
  const script = `${PARENT_LIVES}ulimit -d ${memoryMb * 1024} && exec "$@"`;
  const shell = ["/bin/sh", "-c", script, "sightline", String(process.pid)];
  const [first, ...rest] = [...endsWithParent(), ...shell, ...node];
  return spawn(first as string, rest, options);
}

/**
 * The bundled entry in production, TypeScript in development and tests. By the working folder, which is the project's: the
 * web server asks as well, and its bundle lies elsewhere.
 */
function decoderEntry(): string {
  return path.resolve(inProduction() ? "build/workers/decoder.mjs" : "lib/media/decoder/process.ts");
}
