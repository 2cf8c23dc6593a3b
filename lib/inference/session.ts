import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as ort from "onnxruntime-node";

export interface OpenSession {
  session: ort.InferenceSession;
  /** The execution provider that serves. */
  provider: string;
  /** Providers tried before it, with the reason each was refused. */
  refused: { provider: string; reason: string }[];
}

/**
 * Opens a model, by its path or bytes, on the first provider that takes it; ONNX Runtime itself does not fall back. One thread per session:
 * the pool is the parallelism, and spinning between runs would burn the other half of the machine.
 * Throws when no provider takes it.
 */
export async function openSession(
  model: string | Uint8Array,
  providers: readonly string[],
): Promise<OpenSession> {
  const refused: OpenSession["refused"] = [];
  for (const provider of providers) {
    const missing = missingLibrary(provider);
    if (missing) {
      refused.push({ provider, reason: missing });
      continue;
    }
    try {
      const session = await ort.InferenceSession.create(model as string, {
        executionProviders: [provider],
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        extra: { session: { intra_op: { allow_spinning: "0" } } },
      });
      return { session, provider, refused };
    } catch (error) {
      refused.push({ provider, reason: reasonOf(error) });
    }
  }
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join("; ");
  throw new Error(`No execution provider takes the model (${reasons || "none was named"}).`);
}

/**
 * ONNX Runtime writes to stderr when it looks for the CUDA library in vain; on the many machines without it, say so
 * instead of trying.
 */
function missingLibrary(provider: string): string | undefined {
  if (provider !== "cuda" || process.platform !== "linux") return undefined;
  const entry = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  const bin = path.join(path.dirname(entry), "bin", "napi-v6", "linux", process.arch);
  if (existsSync(path.join(bin, "libonnxruntime_providers_cuda.so"))) return undefined;
  return "the CUDA library of onnxruntime-node is not installed";
}

/** A place in ONNX Runtime's source and the condition that failed there, which stand before what it has to say. */
const PLACE_IN_SOURCE = /^\S+\.(?:cc|cpp|h):\d+ .*? was false\. /;

/** What an error of ONNX Runtime says, in one line that a person can read. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").replace(PLACE_IN_SOURCE, "").slice(0, 200);
}
