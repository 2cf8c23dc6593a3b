import { type CascadePort, type FeatureRecord, nextStep, type StageContext } from "#lib/domain/cascade";
import type { ItemContent, StageResult } from "#lib/domain/verdict";

export interface CascadeOptions {
  /** Once aborted, no further stage starts and its reason is thrown. */
  signal?: AbortSignal;
  /** Scores are wanted whatever the lists say: a blocking rule does not end the cascade. */
  pastRules?: boolean;
}

/** Runs the plan stage by stage until the step function says stop. */
export async function runCascade(
  cascade: CascadePort,
  content: ItemContent,
  context: Omit<StageContext, "previous" | "features">,
  { signal, pastRules = false }: CascadeOptions = {},
): Promise<{ results: StageResult[]; features: FeatureRecord[] }> {
  const plan = cascade.plan(content);
  const results: StageResult[] = [];
  const features: FeatureRecord[] = [];
  for (;;) {
    signal?.throwIfAborted();
    const seen = pastRules ? results.map((result) => ({ ...result, matches: [] })) : results;
    const step = nextStep(plan, seen);
    if ("stop" in step) return { results, features };
    const run = await cascade.run(step.run, content, { ...context, previous: results, features });
    results.push(run.result);
    if (run.features) features.push(run.features);
  }
}
