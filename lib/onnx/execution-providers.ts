import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * Why a provider cannot be had, where that is known without trying it: ONNX Runtime writes to stderr when it looks for the CUDA
 * library in vain; on the many machines without it, say so instead.
 */
export function missingLibrary(provider: string): string | undefined {
  if (provider !== "cuda" || process.platform !== "linux") return undefined;
  const entry = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  const bin = path.join(path.dirname(entry), "bin", "napi-v6", "linux", process.arch);
  if (existsSync(path.join(bin, "libonnxruntime_providers_cuda.so"))) return undefined;
  return "the CUDA library of onnxruntime-node is not installed (README, Production)";
}

/** A place in ONNX Runtime's source and the condition that failed there, which stand before what it has to say. */
const PLACE_IN_SOURCE = /^\S+\.(?:cc|cpp|h):\d+ .*? was false\. /;

/** What an error of ONNX Runtime says, in one line that a person can read. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").replace(PLACE_IN_SOURCE, "").slice(0, 200);
}
