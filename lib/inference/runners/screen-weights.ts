import type { InferenceSession } from "onnxruntime-node";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { FeatureTable } from "#lib/domain/text/feature-sums";
import { type FeatureBuffer, featureShare } from "#lib/domain/text/features";
import type { ScreenManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import { packTensors } from "./screen-tensors";

/** The numbers of text-screen: logit = sum of weights * scale / sqrt(features) + bias, per output. */
export interface ScreenWeights {
  /** Buckets by outputs, row-major. */
  weights: Int8Array;
  scales: Float32Array;
  bias: Float32Array;
  /** The weights, to be summed. */
  table: FeatureTable;
}

const OUTPUTS = CATEGORIES.length;
/** Single precision, summed in another order. */
const TOLERANCE = 1e-3;

/**
 * Reads the weights out of the ONNX file. The graph stays the definition of the model: it is run once on feature ids
 * from all over the table, and a file that computes something else than the sum of its weights is refused.
 */
export async function readScreenWeights(
  { manifest, modelPath }: ModelFiles<ScreenManifest>,
  providers: Providers,
): Promise<ScreenWeights> {
  const { session } = await openSession(modelPath, { ...providers, names: ["cpu"] });
  try {
    const probes = probesFor(manifest.bits);
    const results = await session.run(packTensors(probes), ["logits", "weights", "scales", "bias"]);
    const { weights, scales, bias } = copyOf(results);
    if (weights.length !== 2 ** manifest.bits * OUTPUTS)
      throw new Error("the model does not have the manifest's size");
    const model = { weights, scales, bias, table: new FeatureTable(weights, OUTPUTS) };
    compare(model, probes, results.logits?.data as Float32Array);
    return model;
  } finally {
    await session.release();
  }
}

/** The results live as long as the session. */
function copyOf(results: InferenceSession.OnnxValueMapType): Omit<ScreenWeights, "table"> {
  return {
    weights: Int8Array.from(results.weights?.data as Int8Array),
    scales: Float32Array.from(results.scales?.data as Float32Array),
    bias: Float32Array.from(results.bias?.data as Float32Array),
  };
}

type Probe = Pick<FeatureBuffer, "ids" | "length">;

/** Texts of no, few and many features. */
function probesFor(bits: number): Probe[] {
  let id = 1;
  return [0, 1, 63, 64, 900].map((length) => {
    const ids = new Int32Array(length).map(() => {
      id = (Math.imul(id, 0x9e3779b1) >>> 0) % 2 ** bits || 1;
      return id;
    });
    return { ids, length };
  });
}

function compare({ table, scales, bias }: ScreenWeights, probes: Probe[], logits: Float32Array): void {
  const sums = new Float64Array(OUTPUTS);
  for (const [at, probe] of probes.entries()) {
    table.sum(probe, sums);
    for (let column = 0; column < OUTPUTS; column += 1) {
      const scale = featureShare(probe.length) * (scales[column] as number);
      const own = (sums[column] as number) * scale + (bias[column] as number);
      const said = logits[at * OUTPUTS + column] as number;
      if (!(Math.abs(own - said) <= TOLERANCE))
        throw new Error("the model's graph computes something else than the sum of its weights");
    }
  }
}
