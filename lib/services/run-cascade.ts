import {
  type CascadePort,
  type FeatureRecord,
  isOfModality,
  readyStages,
  type StageContext,
  type StageRun,
  type StageSpec,
} from "#lib/domain/cascade";
import type { PreparedMedia } from "#lib/domain/media";
import type { ItemContent, StageResult } from "#lib/domain/verdict";

export interface CascadeOptions {
  /** Once aborted, no further stage starts and its reason is thrown. */
  signal?: AbortSignal;
  /** Scores are wanted whatever the lists say: a blocking rule does not end the cascade. */
  pastRules?: boolean;
  /** Media that are still being prepared: stages that judge them wait, those that judge the text do not. */
  media?: { kinds: readonly PreparedMedia["kind"][]; prepared: Promise<PreparedMedia[]> };
  /** Told when a stage begins, and what it found when it ends. */
  onBegin?: (spec: StageSpec) => void;
  onResult?: (result: StageResult) => void;
}

const notYet = (kind: PreparedMedia["kind"]): PreparedMedia => ({ kind, id: "", problem: "Not prepared." });

/**
 * Runs the plan: stages that do not wait for one another side by side (`readyStages`), results in the plan's order. What a
 * stage is told of others does not depend on which was quicker. Rejects when the media cannot be prepared.
 */
export async function runCascade(
  cascade: CascadePort,
  content: ItemContent,
  context: Omit<StageContext, "previous" | "features">,
  { signal, pastRules = false, media, onBegin, onResult }: CascadeOptions = {},
): Promise<{ results: StageResult[]; features: FeatureRecord[] }> {
  const whole = media?.prepared.then((prepared): ItemContent => ({ ...content, media: prepared }));
  whole?.catch(() => {});
  const plan = cascade.plan(media ? { ...content, media: media.kinds.map(notYet) } : content);
  const runs = new Map<string, StageRun>();
  const underWay = new Map<string, Promise<void>>();
  const runStage = async (spec: StageSpec, told: readonly StageRun[]) => {
    try {
      onBegin?.(spec);
      const its = spec.modality === "text" || !whole ? content : await whole;
      const previous = told.map(({ result }) => result);
      const run = await cascade.run(spec, its, { ...context, previous, features: featuresOf(told) });
      // Under the plan's name whatever it calls itself: the plan would wait for it for ever.
      const isNamed = run.result.stage === spec.name;
      const named = isNamed ? run : { ...run, result: { ...run.result, stage: spec.name } };
      runs.set(spec.name, named);
      onResult?.(named.result);
    } finally {
      underWay.delete(spec.name);
    }
  };
  for (;;) {
    signal?.throwIfAborted();
    const ended = plan.flatMap((spec) => runs.get(spec.name) ?? []);
    const results = ended.map(({ result }) => result);
    const seen = pastRules ? results.map((result) => ({ ...result, matches: [] })) : results;
    for (const spec of readyStages(plan, seen, underWay)) {
      const told = ended.filter(({ result }) => isToldOf(spec, result, plan));
      const running = runStage(spec, told);
      // The first to fail is thrown below; others that fail after it are nobody's.
      running.catch(() => {});
      underWay.set(spec.name, running);
    }
    if (underWay.size === 0) return { results, features: featuresOf(ended) };
    await (underWay.size === 1 ? [...underWay.values()][0] : Promise.race(underWay.values()));
  }
}

function featuresOf(runs: readonly StageRun[]): FeatureRecord[] {
  const features: FeatureRecord[] = [];
  for (const run of runs) if (run.features) features.push(run.features);
  return features;
}

/** What came before a stage by the plan: its modality's rules and its own channel; for one of no modality, everything. */
function isToldOf(spec: StageSpec, { stage }: StageResult, plan: readonly StageSpec[]): boolean {
  if (!isOfModality(spec)) return true;
  const other = plan.find(({ name }) => name === stage);
  return other?.modality === spec.modality && (other.level === 0 || other.channel === spec.channel);
}
