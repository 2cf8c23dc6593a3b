import { parentPort, workerData } from "node:worker_threads";
import { explainerOf } from "./explain-codec";
import { FallbackRunner } from "./fallback-runner";
import { type ModelFiles, verifyAgain } from "./model-files";
import { ClassifierRunner } from "./runners/classifier";
import { FusionRunner } from "./runners/fusion";
import { ImageClassifierRunner } from "./runners/image-classifier";
import { ImageHeadRunner } from "./runners/image-head";
import { ImageScreenRunner } from "./runners/image-screen";
import { SpeechCtcRunner } from "./runners/speech-ctc";
import { TextDeepRunner } from "./runners/text-deep";
import { openTextGlance } from "./runners/text-glance";
import { TextScreenRunner } from "./runners/text-screen";
import { openTextSense } from "./runners/text-sense";
import { allowedProviders, type Providers } from "./session";
import { type PackedTexts, pickTexts } from "./text-codec";
import type {
  BatchRequest,
  LoadedModel,
  ModelLoad,
  Runner,
  ThreadReply,
  ThreadSetup,
} from "./thread-messages";

/** Entry of an inference thread: loads its models, then answers batches in the order they come. */
const port = parentPort;
if (!port) throw new Error("lib/inference/thread.ts runs as a worker thread only.");

function reply(message: ThreadReply, moved: ArrayBuffer[] = []): void {
  port?.postMessage(message, moved);
}

function openRunner(files: ModelFiles, providers: Providers): Promise<Runner> {
  const { manifest } = files;
  switch (manifest.runner) {
    case "text-screen":
      return TextScreenRunner.open({ ...files, manifest }, providers);
    case "text-glance":
      return openTextGlance({ ...files, manifest }, providers);
    case "text-deep":
      return TextDeepRunner.open({ ...files, manifest }, providers);
    case "text-sense":
      return openTextSense({ ...files, manifest }, providers);
    case "classifier":
      return ClassifierRunner.open({ ...files, manifest }, providers);
    case "image-screen":
      return ImageScreenRunner.open({ ...files, manifest }, providers);
    case "image-classifier":
      return ImageClassifierRunner.open({ ...files, manifest }, providers);
    case "speech-ctc":
      return SpeechCtcRunner.open({ ...files, manifest }, providers);
    case "image-head":
      return ImageHeadRunner.open({ ...files, manifest }, providers);
    case "fusion":
      return FusionRunner.open({ ...files, manifest }, providers);
  }
}

/** Opens a model, and tells the pool before and after: what hangs there is given up from outside. */
async function openTold(files: ModelFiles, providers: Omit<Providers, "opening">): Promise<Runner> {
  const model = files.manifest.name;
  const opening = (provider: string) => reply({ kind: "opening", model, provider });
  try {
    return await openRunner(files, { ...providers, opening });
  } finally {
    reply({ kind: "opened" });
  }
}

async function load({
  models,
  providers,
  leftOut = {},
}: ThreadSetup): Promise<Map<string, Pick<Runner, "run">>> {
  const runners = new Map<string, Pick<Runner, "run">>();
  const loads: Record<string, ModelLoad> = {};
  for (const files of models) {
    const { name } = files.manifest;
    try {
      await verifyAgain(files);
      const allowed = allowedProviders(files.manifest.providers, providers);
      const loadOf = ({ provider, refused }: Pick<Runner, "provider" | "refused">): LoadedModel => ({
        ...{ ok: true, provider },
        refused: [...allowed.refused, ...refused],
      });
      const runner = await FallbackRunner.open(
        (refused) => openTold(files, { names: allowed.providers, leftOut: refused }),
        leftOut[name] ?? [],
        (moved) => reply({ kind: "moved", model: name, load: loadOf(moved) }),
      );
      runners.set(name, runner);
      if (runner.explainOne) runners.set(explainerOf(name), { run: runner.explainOne });
      loads[name] = loadOf(runner);
    } catch (error) {
      loads[name] = { ok: false, reason: reasonOf(error) };
    }
  }
  reply({ kind: "ready", models: loads });
  return runners;
}

async function answer(
  { batch, model, packed, further }: BatchRequest,
  runners: Map<string, Pick<Runner, "run">>,
): Promise<void> {
  try {
    const runner = runners.get(model);
    if (!runner) throw new Error(`The model ${model} is not loaded.`);
    const first = await runner.run(packed);
    const guesses = first.further ?? new Map();
    const places = further?.places.filter((place) => guesses.has(place)) ?? [];
    const next = further && runners.get(further.model);
    if (!next || places.length === 0) {
      reply({ kind: "done", batch, outputs: first.outputs }, first.moved);
      return;
    }
    reply({ kind: "first", batch, outputs: first.outputs, places }, first.moved);
    const { outputs, moved } = await next.run(pickTexts(packed as PackedTexts, places, guesses));
    reply({ kind: "done", batch, outputs }, moved);
  } catch (error) {
    reply({ kind: "failed", batch, reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// One batch after the other: runners reuse their buffers.
const loaded = load(workerData as ThreadSetup);
let last: Promise<unknown> = loaded;
port.on("message", (request: BatchRequest) => {
  last = last.then(async () => answer(request, await loaded));
});
