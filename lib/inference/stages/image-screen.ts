import { calibrate } from "#lib/domain/calibration";
import type { StageRun } from "#lib/domain/cascade";
import type { PreparedImage } from "#lib/domain/media";
import type { Explanation } from "#lib/domain/verdict";
import type { ImageOutput } from "../image-codec";
import type { ImageManifest } from "../manifest";
import type { FoundModel, ModelFiles } from "../model-files";
import { askHead } from "./image-head";
import type { MediaStage } from "./media-stage";
import { finished, notRun } from "./stage-result";

const NAME = "image-screen";
const TIMEOUT_MS = 10_000;

/** How much each class of the classifier counts towards `sexual`: little for pictures of people with few clothes. */
const SEXUAL_SHARE: Record<string, number> = { porn: 1, hentai: 1, sexy: 0.2 };

/** What its classes are called in words for people. */
const CLASS_WORDS: Record<string, string> = {
  drawing: "a drawing",
  hentai: "a drawn sexual scene",
  neutral: "nothing in particular",
  porn: "a sexual scene",
  sexy: "a person with few clothes",
};

/** Probabilities of logits. */
export function softmax(logits: Float32Array): number[] {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** Log-odds of the classes that count towards `sexual`, each with its share. */
export function sexualLogOdds(probabilities: readonly number[], labels: readonly string[]): number {
  const share = probabilities.reduce((sum, p, at) => sum + p * (SEXUAL_SHARE[labels[at] ?? ""] ?? 0), 0);
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, share));
  return Math.log(inside / (1 - inside));
}

/**
 * Level 1 for pictures: the classifier's own classes, calibrated to `sexual`, with the map of the class that speaks most
 * for it, and the categories of its head where it has one. Of a moving picture the frame that scores highest counts.
 */
export function imageScreenStage(models: readonly FoundModel[]): MediaStage {
  const found = models.find(({ name }) => name === NAME);
  const version = found?.version ?? "0.0.0";
  const spec = {
    name: NAME,
    level: 1,
    modality: "image",
    model: `${NAME}@${version}`,
    timeoutMs: TIMEOUT_MS,
  } as const;
  return {
    spec,
    run: async (media, { pool }): Promise<StageRun> => {
      const started = performance.now();
      if (!found) return notRun(spec, started, "failed", "models/manifest.json lists no image-screen.");
      if (!found.ok) return notRun(spec, started, "failed", found.reason);
      const files = found.files as ModelFiles<ImageManifest>;
      const { model, others } = media as PreparedImage;
      const frames = [model, ...others.map((frame) => frame.model)];
      const outputs = await Promise.all(
        frames.map((pixels) => pool.infer<ImageOutput>(NAME, pixels, TIMEOUT_MS)),
      );
      const judged = outputs.map((output) => judge(output, files)).sort((a, b) => b.score - a.score);
      const [worst] = judged as [ReturnType<typeof judge>];
      const embeddings = outputs.map(({ embedding }) => embedding);
      const head = await askHead(models, spec.model, embeddings, pool);
      const run = finished(spec, started, {
        scores: { ...head.scores, sexual: worst.score },
        explanations: [worst.explanation, ...head.explanations],
        reason: head.reason,
      });
      return { ...run, features: { model: spec.model, data: bytesOf(worst.output.embedding) } };
    },
  };
}

function judge(output: ImageOutput, { manifest, calibrations }: ModelFiles<ImageManifest>) {
  const { labels, bias, mapSide } = manifest;
  const probabilities = softmax(output.logits);
  const [calibration] = calibrations;
  const raw = sexualLogOdds(probabilities, labels);
  const score = calibration ? calibrate(calibration, raw) : 1;
  const top = strongest(probabilities, labels);
  const cells = mapSide * mapSide;
  const explanation: Explanation = {
    modality: "image",
    category: "sexual",
    summary: summarise(score, labels[top] ?? "", probabilities[top] ?? 0),
    spans: [],
    heatmap: {
      columns: mapSide,
      rows: mapSide,
      values: Array.from(output.cam.subarray(top * cells, (top + 1) * cells)),
      bias: bias[top] ?? 0,
    },
  };
  return { score, explanation, output };
}

/** Below this nothing worth naming was seen. */
const WORTH_NAMING = 0.2;

function summarise(score: number, label: string, probability: number): string {
  const said = `Sexual content ${Math.round(score * 100)} %`;
  if (score < WORTH_NAMING) return `${said}: nothing in the picture points to it.`;
  const seen = CLASS_WORDS[label] ?? "something";
  return `${said}: the model takes it for ${seen}, with ${Math.round(probability * 100)} %. The map shows where.`;
}

/** The class that speaks most for `sexual`. */
function strongest(probabilities: readonly number[], labels: readonly string[]): number {
  const worth = (at: number) => (probabilities[at] ?? 0) * (SEXUAL_SHARE[labels[at] ?? ""] ?? 0);
  return probabilities.reduce((best, _, at) => (worth(at) > worth(best) ? at : best), 0);
}

/** The embedding as FeatureLog keeps it, for heads that are trained on it: float32, least byte first. */
function bytesOf(embedding: Float32Array): Uint8Array {
  return new Uint8Array(
    embedding.buffer.slice(embedding.byteOffset, embedding.byteOffset + embedding.byteLength),
  );
}
