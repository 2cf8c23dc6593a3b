import type { StageContext, StageRun, StageSpec } from "#lib/domain/cascade";
import { channelOf } from "#lib/domain/cascade";
import { type Evidence, gatherEvidence, packEvidence } from "#lib/domain/fusion/evidence";
import {
  FUSION_PARTS,
  type FusionPart,
  PART_TITLES,
  type PartShares,
  partOf,
} from "#lib/domain/fusion/parts";
import { shapleyValues } from "#lib/domain/fusion/shapley";
import { CATEGORIES, CATEGORY_TITLES, type Category, type Modality, type Scores } from "#lib/domain/taxonomy";
import type { Explanation, StageResult } from "#lib/domain/verdict";
import type { FusionInput, FusionOutput } from "../fusion-codec";
import type { FoundModel } from "../model-files";
import type { InferencePool } from "../pool";
import { finished, notRun } from "./stage-result";

const NAME = "fusion";
const TIMEOUT_MS = 2_000;
/** Scores from here on are explained in words. */
const WORTH_NAMING = 0.1;

/** The stage as the plan lists it; null where the manifest names no such model, and the worst part decides alone. */
export function fusionSpec(models: readonly FoundModel[]): StageSpec | null {
  const found = models.find(({ name }) => name === NAME);
  if (!found) return null;
  const model = `${NAME}@${found.version}`;
  return { name: NAME, level: 2, modality: "joint", model, timeoutMs: TIMEOUT_MS };
}

/** Whether an item with these stages can have two parts to be judged together. */
export function isFusible(plan: readonly StageSpec[]): boolean {
  const parts = plan.flatMap((spec) => (spec.level > 0 ? (partOf(channelOf(spec)) ?? []) : []));
  return new Set(parts).size > 1;
}

/**
 * Level 2 over all parts of an item: their scores and embeddings judged together, and each score shared out among the
 * parts. Its scores stand beside the parts' own, of which the worst counts, so that it can add harm and take none away.
 */
export async function runFusion(
  spec: StageSpec,
  { previous, features, explain = true }: StageContext,
  pool: Pick<InferencePool, "infer">,
): Promise<StageRun> {
  const started = performance.now();
  const evidence = gatherEvidence(previous, features);
  const parts = FUSION_PARTS.filter((part) => evidence[part]);
  if (parts.length < 2)
    return notRun(spec, started, "skipped", "Fewer than two parts of the item were scored.");
  const row = packEvidence(evidence);
  const everything = 2 ** parts.length - 1;
  const sets = explain ? Array.from({ length: everything + 1 }, (_, set) => set) : [everything];
  const input: FusionInput = { row, masks: sets.map((set) => maskOf(set, parts)) };
  const worths = await pool.infer<FusionOutput>(NAME, input, spec.timeoutMs);
  const known = CATEGORIES.filter((category) => knows(evidence, category));
  const scores: Scores = {};
  const shares: Partial<Record<Category, PartShares>> = {};
  for (const category of known) {
    const column = CATEGORIES.indexOf(category);
    const worth = (set: number) => worths[explain ? set : 0]?.[column] ?? 0;
    scores[category] = worth(everything);
    if (explain)
      shares[category] = {
        empty: worth(0),
        parts: shapleyValues(parts.length, worth).map((value, at) => ({
          part: parts[at] as FusionPart,
          value,
        })),
      };
  }
  const run = finished(spec, started, {
    scores,
    ...(explain ? { shares, explanations: explanationsOf(scores, shares, previous) } : {}),
  });
  return { ...run, features: { model: spec.model, data: new Uint8Array(row.buffer) } };
}

/** A set of the parts that are there, as a mask over FUSION_PARTS. */
function maskOf(set: number, parts: readonly FusionPart[]): number {
  return parts.reduce(
    (mask, part, at) => (set & (1 << at) ? mask | (1 << FUSION_PARTS.indexOf(part)) : mask),
    0,
  );
}

const knows = (evidence: Evidence, category: Category) =>
  FUSION_PARTS.some((part) => evidence[part]?.scores[category] !== undefined);

function explanationsOf(
  scores: Scores,
  shares: Partial<Record<Category, PartShares>>,
  results: readonly StageResult[],
): Explanation[] {
  return CATEGORIES.flatMap((category): Explanation[] => {
    const [score, share] = [scores[category] ?? 0, shares[category]];
    if (!share || score < WORTH_NAMING) return [];
    const most = share.parts.reduce((best, each) => (each.value > best.value ? each : best));
    const modality = modalityOf(most.part, results);
    const summary = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} % over all parts: ${Math.round(most.value * 100)} points from ${PART_TITLES[most.part].toLowerCase()}, more than from any other.`;
    return [{ modality, category, summary, spans: [], contributions: share.parts }];
  });
}

/** The modality that a part of this item came in: words on pictures may be of an image or of a film. */
function modalityOf(part: FusionPart, results: readonly StageResult[]): Modality {
  const own = results.find((result) => partOf(channelOf(result)) === part)?.modality;
  return own === undefined || own === "joint" ? "text" : own;
}
