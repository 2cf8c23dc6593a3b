import { InferenceSession } from "onnxruntime-node";
import { Failure } from "#lib/domain/failure";
import { missingLibrary, reasonOf } from "#lib/onnx/execution-providers";
import { encodeModel, type OnnxModel } from "#lib/onnx/onnx-writer";
import { Graph } from "./graph";

/** What training graphs may run on. */
const TRAINING_PROVIDERS = ["cpu", "cuda", "webgpu"] as const;
export type TrainingProvider = (typeof TRAINING_PROVIDERS)[number];

/**
 * A session of a training or validation graph. On the processor it gives the same bits every time with the same number of threads; elsewhere
 * sums may be taken in another order, and what the provider has no kernel for runs on the processor.
 * @param threads of the processor
 * @throws Failure `unsupported` with the provider's reason when it does not take the graph; no other is tried
 */
export async function openGraph(
  onnx: OnnxModel,
  provider: TrainingProvider = "cpu",
  threads = 1,
): Promise<InferenceSession> {
  const missing = missingLibrary(provider);
  if (missing) throw refusal(provider, missing);
  try {
    return await InferenceSession.create(encodeModel(onnx), {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw refusal(provider, reasonOf(error));
  }
}

/**
 * The provider that a flag names, tried on a graph of one node, so that a long preparation is not in vain.
 * @throws Failure `invalid_input` when there is none of that name, `unsupported` with the reason when it is not to be had here
 */
export async function trainingProvider(name: string): Promise<TrainingProvider> {
  const provider = TRAINING_PROVIDERS.find((each) => each === name);
  if (!provider)
    throw new Failure(
      "invalid_input",
      `--provider takes one of ${TRAINING_PROVIDERS.join(", ")}, not ${name}`,
    );
  const g = new Graph();
  const x = g.input("x", "float32", [1]);
  g.output("y", g.emit("Add", [x, x], [1]));
  await (await openGraph(g.model(), provider)).release();
  return provider;
}

function refusal(provider: TrainingProvider, reason: string): Failure {
  const instead = provider === "cpu" ? "" : ". Train on the processor instead: --provider cpu";
  return new Failure(
    "unsupported",
    `${provider} does not take the graph: ${reason.replace(/\.$/, "")}${instead}`,
  );
}
