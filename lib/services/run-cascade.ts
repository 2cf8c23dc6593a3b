import {
  type CascadePort,
  type FeatureRecord,
  readyStages,
  type StageContext,
  type StageRun,
  type StageSpec,
} from "#lib/domain/cascade";
import type { PreparedMedia } from "#lib/domain/media";
import { MODALITIES } from "#lib/domain/taxonomy";
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
  const contentFor = (spec: StageSpec) => (spec.modality === "text" || !whole ? content : whole);
  const runs = new Map<string, StageRun>();
  const underWay = new Map<string, Promise<void>>();
  const finished = () => plan.flatMap((spec) => runs.get(spec.name) ?? []);
  for (;;) {
    signal?.throwIfAborted();
    const results = finished().map(({ result }) => result);
    const seen = pastRules ? results.map((result) => ({ ...result, matches: [] })) : results;
    for (const spec of readyStages(plan, seen, new Set(underWay.keys()))) {
      const told = finished().filter(({ result }) => isToldOf(spec, result, plan));
      const before = { previous: told.map(({ result }) => result), features: featuresOf(told) };
      onBegin?.(spec);
      const running = Promise.resolve(contentFor(spec))
        .then((its) => cascade.run(spec, its, { ...context, ...before }))
        .then((run) => {
          // Under the plan's name whatever it calls itself: the plan would wait for it for ever.
          const result = run.result.stage === spec.name ? run.result : { ...run.result, stage: spec.name };
          runs.set(spec.name, { ...run, result });
          onResult?.(result);
        })
        .finally(() => underWay.delete(spec.name));
      // The first to fail is thrown below; others that fail after it are nobody's.
      running.catch(() => {});
      underWay.set(spec.name, running);
    }
    if (underWay.size === 0) return { results, features: featuresOf(finished()) };
    await Promise.race(underWay.values());
  }
}

const featuresOf = (runs: readonly StageRun[]) => runs.flatMap(({ features }) => features ?? []);

/** What came before a stage by the plan: its modality's rules and its own channel; for one of no modality, everything. */
function isToldOf(spec: StageSpec, { stage }: StageResult, plan: StageSpec[]): boolean {
  if (!MODALITIES.some((modality) => modality === spec.modality)) return true;
  const other = plan.find(({ name }) => name === stage);
  return other?.modality === spec.modality && (other.level === 0 || other.channel === spec.channel);
}
