import { calibrate } from "#lib/domain/calibration";
import type { ModalitySpec } from "#lib/domain/cascade";
import type { PreparedImage } from "#lib/domain/media";
import { CATEGORY_TITLES, type Scores } from "#lib/domain/taxonomy";
import type { Explanation } from "#lib/domain/verdict";
import type { ImageClassifierManifest } from "../manifest";
import { type FoundModel, type ModelFiles, manifestOf } from "../model-files";
import type { MediaStage } from "./media-stage";
import { finished, notRun } from "./stage-result";

const TIMEOUT_MS = 20_000;
/** Scores from here on are explained in words. */
const WORTH_NAMING = 0.2;

/** The picture models that were added, as stages of level 2 in the order of the manifest. */
export function imageClassifierStages(models: readonly FoundModel[]): MediaStage[] {
  return models.filter(({ runner }) => runner === "image-classifier").map(stageOf);
}

/**
 * A zero-shot model has a channel of its own: nobody has measured it, so that it may add harm and takes none away. A
 * classifier knows better than the shipped picture model and stands in its channel, after it.
 */
function stageOf(found: FoundModel): MediaStage {
  const { name, version } = found;
  const own = (manifestOf(found) as ImageClassifierManifest | null)?.files.prompts !== undefined;
  const spec: ModalitySpec = {
    ...{ name, level: 2, modality: "image", model: `${name}@${version}`, timeoutMs: TIMEOUT_MS },
    ...(own ? { channel: `image.${name}` } : {}),
  };
  return {
    spec,
    run: async (media, { pool }) => {
      const started = performance.now();
      if (!found.ok) return notRun(spec, started, "failed", found.reason);
      const { manifest, calibrations } = found.files as ModelFiles<ImageClassifierManifest>;
      const { model, others } = media as PreparedImage;
      const frames = [model, ...others.map((frame) => frame.model)];
      const odds = await Promise.all(
        frames.map((pixels) => pool.infer<Float32Array>(name, pixels, TIMEOUT_MS)),
      );
      const scores: Scores = {};
      for (const [column, category] of manifest.categories.entries()) {
        const curve = calibrations[column];
        if (curve) scores[category] = calibrate(curve, Math.max(...odds.map((each) => each[column] ?? -30)));
      }
      return finished(spec, started, { scores, explanations: explanationsOf(name, scores) });
    },
  };
}

function explanationsOf(name: string, scores: Scores): Explanation[] {
  return (Object.entries(scores) as [keyof Scores, number][]).flatMap(([category, score]) => {
    if (score < WORTH_NAMING) return [];
    const summary = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %, says ${name} of the whole picture.`;
    return [{ modality: "image" as const, category, summary, spans: [] }];
  });
}
