import { type Calibration, calibrate } from "../../lib/domain/calibration";
import { CATEGORIES, type Category, type Scores } from "../../lib/domain/taxonomy";
import { type Blend, blendScores, logOdds } from "../../lib/domain/text/blend-scores";
import { createCascade } from "../../lib/inference/cascade";
import type { PairedRow } from "../../lib/training/text-blend";
import type { HeldOutRow } from "../../lib/training/text-screen-corpus";

const AT_A_TIME = 32;
/** On a busy machine a text may wait longer than the stage allows; then it is asked again. */
const TRIES = 10;

/** What level 1 says of a text, as it is served. */
export interface FirstSaid {
  scores: Scores;
  /** Of all categories, before calibration. */
  logits: Float32Array;
  /** ISO 639-1; English where nothing says. */
  language: string;
}

/**
 * What text-screen, as it lies in the models folder, says of each text, in order.
 * @throws Error when it does not serve
 */
export async function firstScores(modelsDir: string, texts: readonly string[]): Promise<FirstSaid[]> {
  const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
  try {
    const said: FirstSaid[] = new Array(texts.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let at = next++; at < texts.length; at = next++) {
        const content = { text: texts[at] as string, language: null };
        const spec = cascade.plan(content).find(({ name }) => name === "text-screen");
        if (!spec) throw new Error("the models folder has no text-screen");
        const context = { orgId: "publish", rules: [], rulesVersion: 0, previous: [], explain: false };
        let run = await cascade.run(spec, content, context);
        for (let tries = 1; run.result.outcome === "timeout" && tries < TRIES; tries++)
          run = await cascade.run(spec, content, context);
        const { result, features } = run;
        if (result.outcome !== "continue" && result.outcome !== "exit")
          throw new Error(`text-screen does not serve: ${result.reason}`);
        said[at] = {
          scores: result.scores,
          logits: logitsOf(features?.data),
          language: result.language?.code ?? "en",
        };
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, texts.length) }, lane));
    return said;
  } finally {
    await cascade.close();
  }
}

/** Little-endian float32, as FeatureLog keeps them. */
function logitsOf(data: Uint8Array | undefined): Float32Array {
  if (!data) throw new Error("text-screen gave no logits");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from(CATEGORIES, (_, at) => view.getFloat32(at * 4, true));
}

/** The calibrated scores of the deep model in the categories that it covers in a language. */
export function deepScores(
  logits: ArrayLike<number>,
  curves: readonly Calibration[],
  covered: readonly Category[],
): Scores {
  return Object.fromEntries(
    covered.map((category) => {
      const column = CATEGORIES.indexOf(category);
      return [category, calibrate(curves[column] as Calibration, logits[column] as number)];
    }),
  );
}

/** The scores of an item that both levels judged. */
export function servedScores(shallow: Scores, deep: Scores, blend: Blend): Scores {
  const shared = Object.fromEntries(Object.entries(shallow).filter(([category]) => category in deep));
  return { ...shallow, ...blendScores(shared, deep, blend) };
}

/** Probabilities as logits, so that they are measured like a model's; NaN where a category was not scored. */
export function servedRows<Row extends HeldOutRow>(rows: readonly PairedRow<Row>[], blend: Blend) {
  return rows.map(({ row, shallow, deep }) => {
    const scores = servedScores(shallow, deep, blend);
    const logits = Float64Array.from(CATEGORIES, (category) => logOdds(scores[category] ?? 0));
    return { row, logits };
  });
}

/** The curve that leaves a log-odds as the probability it is. */
export const AS_IT_IS: Calibration = { kind: "platt", slope: 1, offset: 0 };
