import { calibrate } from "#lib/domain/calibration";
import { CATEGORY_TITLES, type Scores } from "#lib/domain/taxonomy";
import type { Explanation } from "#lib/domain/verdict";
import type { ImageHeadManifest } from "../manifest";
import type { FoundModel, ModelFiles } from "../model-files";
import type { InferencePool } from "../pool";

const NAME = "image-head";
const TIMEOUT_MS = 2_000;
/** Scores from here on are explained in words. */
const WORTH_NAMING = 0.2;

export const NO_HEAD =
  "The picture model knows sexual content only; its head for the other categories waits for labels.";

/** What the head says of a picture; `reason` says in words what it knows, or why there is none. */
export interface HeadFindings {
  scores: Scores;
  explanations: Explanation[];
  reason: string;
}

/**
 * Asks the head for the categories that people's decisions taught it, of a moving picture the highest of its frames. Where
 * there is no head, or it belongs to another picture model or fails, its categories are not scored, and the reason says so.
 */
export async function askHead(
  models: readonly FoundModel[],
  encoder: string,
  embeddings: readonly Float32Array[],
  pool: Pick<InferencePool, "infer">,
): Promise<HeadFindings> {
  const nothing = (reason: string) => ({ scores: {}, explanations: [], reason });
  const found = models.find(({ name }) => name === NAME);
  if (!found) return nothing(NO_HEAD);
  if (!found.ok) return nothing(`The head of the picture model does not serve: ${found.reason}`);
  const { manifest, calibrations } = found.files as ModelFiles<ImageHeadManifest>;
  if (manifest.encoder !== encoder)
    return nothing(
      `The head was trained on ${manifest.encoder} and says nothing of ${encoder}; train it anew.`,
    );
  try {
    const logits = await Promise.all(
      embeddings.map((embedding) => pool.infer<Float32Array>(NAME, embedding, TIMEOUT_MS)),
    );
    const scores: Scores = {};
    for (const [column, category] of manifest.categories.entries()) {
      const curve = calibrations[column];
      const highest = Math.max(...logits.map((each) => each[column] ?? Number.NEGATIVE_INFINITY));
      if (curve) scores[category] = calibrate(curve, highest);
    }
    const names = manifest.categories.map((category) => CATEGORY_TITLES[category].toLowerCase()).join(", ");
    return {
      scores,
      explanations: explanationsOf(scores),
      reason: `Beside sexual content, ${NAME}@${manifest.version} judges ${names}, as people's decisions taught it.`,
    };
  } catch (error) {
    return nothing(`The head of the picture model gave no answer: ${(error as Error).message}`);
  }
}

function explanationsOf(scores: Scores): Explanation[] {
  return (Object.entries(scores) as [keyof Scores, number][]).flatMap(([category, score]) => {
    if (score < WORTH_NAMING) return [];
    const summary = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %: pictures like it were taken down here. There is no map of where.`;
    return [{ modality: "image" as const, category, summary, spans: [] }];
  });
}
