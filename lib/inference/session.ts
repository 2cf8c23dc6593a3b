import * as ort from "onnxruntime-node";
import { NOT_ALLOWED } from "#lib/domain/model-state";
import { missingLibrary, reasonOf } from "#lib/onnx/execution-providers";
import type { Refusal } from "./thread-messages";

export interface OpenSession {
  session: ort.InferenceSession;
  /** The execution provider that serves. */
  provider: string;
  /** Providers tried before it, with the reason each was refused. */
  refused: Refusal[];
}

/** What a model may run on. */
export interface Providers {
  /** In the order to try. */
  names: readonly string[];
  /** Those that have failed it before, which are not tried. */
  leftOut?: readonly Refusal[];
  /** Hears of each that is tried, before it is: native code that hangs can say nothing later. */
  opening?(provider: string): void;
}

/**
 * The providers to try for a model: those it prefers that are allowed, in its order, or all that are allowed where it prefers none;
 * and those it prefers that are not, as refused. Throws when it prefers some and none of them is allowed.
 */
export function allowedProviders(
  preferred: readonly string[] | undefined,
  allowed: readonly string[],
): { providers: string[]; refused: OpenSession["refused"] } {
  if (!preferred) return { providers: [...allowed], refused: [] };
  const providers = preferred.filter((provider) => allowed.includes(provider));
  const refused = preferred
    .filter((provider) => !allowed.includes(provider))
    .map((provider) => ({ provider, reason: NOT_ALLOWED }));
  if (providers.length === 0) throw noneTakes(refused);
  return { providers, refused };
}

/**
 * Opens a model, by its path or bytes, on the first provider that takes it; ONNX Runtime itself does not fall back. One thread per session:
 * the pool is the parallelism, and spinning between runs would burn the other half of the machine.
 * Throws when no provider takes it.
 */
export async function openSession(
  model: string | Uint8Array,
  { names, leftOut = [], opening }: Providers,
): Promise<OpenSession> {
  const refused: OpenSession["refused"] = [];
  for (const provider of names) {
    const reason = leftOut.find((each) => each.provider === provider)?.reason ?? missingLibrary(provider);
    if (reason) {
      refused.push({ provider, reason });
      continue;
    }
    opening?.(provider);
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
  throw noneTakes(refused);
}

function noneTakes(refused: OpenSession["refused"]): Error {
  const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason}`).join("; ");
  return new Error(`No execution provider takes the model (${reasons || "none was named"}).`);
}
