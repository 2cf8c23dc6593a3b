import {
  type CascadePort,
  nextStep,
  type StageContext,
  type StageRun,
  type StageSpec,
} from "#lib/domain/cascade";
import { isUsable, MEDIA_KINDS } from "#lib/domain/media";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import { type FoundModel, findModels } from "./model-files";
import { InferencePool } from "./pool";
import { unpackScreen } from "./runners/screen-outputs";
import type { MediaStage } from "./stages/media-stage";
import { type MediaPorts, mediaStages } from "./stages/media-stages";
import { failed, notRun } from "./stages/stage-result";
import { runTextModel, textModelSpec } from "./stages/text-model";
import { TEXT_RULES, TextRulesStage } from "./stages/text-rules";

export interface CascadeOptions {
  /** The folder with manifest.json. */
  modelsDir: string;
  /** Inference threads. */
  threads: number;
  /** Execution providers to try, in order. */
  providers: string[];
  /** The thread's entry; by default beside this module. */
  threadUrl?: URL;
  media?: MediaPorts;
}

/** How one model fares, as /api/health shows it. */
export interface ModelStatus {
  /** `name@version`. */
  model: string;
  ok: boolean;
  /** The execution provider that serves it. */
  provider?: string;
  /** Why it does not serve, or why a preferred provider does not. */
  reason?: string;
}

export interface CascadeStatus {
  models: ModelStatus[];
  threads: { wanted: number; ready: number; restarts: number };
  waiting: number;
}

export type Cascade = CascadePort & { status(): CascadeStatus; close(): Promise<void> };

/** A screen model that is not there still has its place in the plan: the trace shows that it was missing. */
const MISSING_SCREEN = { name: "text-screen", version: "0.0.0", exit: {} };

/**
 * Loads the models and starts the threads. Never rejects for a model: one that is missing, damaged or refused by every
 * provider disables its stage, and `status` says why.
 */
export async function createCascade(options: CascadeOptions): Promise<Cascade> {
  const { modelsDir, threads, providers } = options;
  const found = await findModels(modelsDir);
  const usable = found.models.flatMap((model) => (model.ok ? [model.files] : []));
  const pool = await InferencePool.start({
    threads: usable.length > 0 ? threads : 0,
    threadUrl: options.threadUrl ?? defaultThreadUrl(),
    setup: { models: usable, providers },
    unpack: { "text-screen": unpackScreen, "text-deep": unpackScreen },
  });
  const rules = new TextRulesStage();
  const screen = found.models.find(({ name }) => name === "text-screen");
  const deep = found.models.find(({ name }) => name === "text-deep");
  const stages = [
    { model: screen, spec: textModelSpec(screen ? manifestOf(screen) : MISSING_SCREEN, 1) },
    ...(deep ? [{ model: deep, spec: textModelSpec(manifestOf(deep), 2) }] : []),
  ];
  const media = mediaStages(found.models, options.media ?? {});
  const statuses = () =>
    found.models.length > 0
      ? found.models.map((model) => statusOf(model, pool))
      : [nothingFound(found.problem)];

  const planText = () => [TEXT_RULES, ...stages.map(({ spec }) => spec)];

  const judgeText = async (text: string, context: StageContext): Promise<StageResult[]> => {
    const results: StageResult[] = [];
    for (;;) {
      const step = nextStep(planText(), results);
      if ("stop" in step) return results;
      const content = { text, language: null };
      results.push((await run(step.run, content, { ...context, previous: results })).result);
    }
  };

  const runMedia = async (
    { spec, run: judge }: MediaStage,
    content: ItemContent,
    context: StageContext,
  ): Promise<StageRun> => {
    const started = performance.now();
    const medium = content.media?.find(({ kind }) => kind === spec.modality);
    if (!medium) return notRun(spec, started, "skipped", `The item has no ${spec.modality}.`);
    if (!isUsable(medium)) return notRun(spec, started, "skipped", medium.problem);
    return judge(medium, {
      pool,
      context,
      language: content.language,
      judgeText: (text) => judgeText(text, context),
    });
  };

  const run = async (spec: StageSpec, content: ItemContent, context: StageContext): Promise<StageRun> => {
    const started = performance.now();
    try {
      const mediaStage = media.find((stage) => stage.spec.name === spec.name);
      if (mediaStage) return await runMedia(mediaStage, content, context);
      if (content.text === null) return notRun(spec, started, "skipped", "The item has no text.");
      if (spec.name === TEXT_RULES.name) return rules.run(content.text, context);
      const stage = stages.find((each) => each.spec.name === spec.name);
      if (!stage) return notRun(spec, started, "skipped", "The stage is not loaded.");
      const missing = stage.model ? missingReason(stage.model, pool) : nothingFound(found.problem).reason;
      if (missing) return notRun(spec, started, "failed", missing);
      return await runTextModel(pool, spec, content, context.previous);
    } catch (error) {
      return failed(spec, started, error);
    }
  };

  return {
    plan: (content) => [
      ...(content.text === null ? [] : planText()),
      ...MEDIA_KINDS.filter((kind) => content.media?.some((medium) => medium.kind === kind)).flatMap((kind) =>
        media.map(({ spec }) => spec).filter(({ modality }) => modality === kind),
      ),
    ],
    run,
    status: () => {
      const { threads: wanted, ready, restarts, waiting } = pool.status();
      return { models: statuses(), threads: { wanted, ready, restarts }, waiting };
    },
    close: () => pool.close(),
  };
}

const manifestOf = (model: FoundModel) => (model.ok ? model.files.manifest : model.manifest);

function nothingFound(problem: string | undefined): ModelStatus {
  return { model: "text-screen", ok: false, reason: problem ?? "models/manifest.json lists no model." };
}

/** Why a model cannot be asked, if so. Threads that are restarting are worth waiting for. */
function missingReason(found: FoundModel, pool: InferencePool): string | undefined {
  if (!found.ok) return found.reason;
  const { models, lastError } = pool.status();
  const load = models[found.name];
  if (!load) return `No inference thread has started. ${lastError}`.trim();
  return load.ok ? undefined : load.reason;
}

function statusOf(found: FoundModel, pool: InferencePool): ModelStatus {
  const model = `${found.name}@${found.version}`;
  const missing = missingReason(found, pool);
  if (missing) return { model, ok: false, reason: missing };
  const { models, ready } = pool.status();
  if (ready === 0) return { model, ok: false, reason: "All inference threads are restarting." };
  const load = models[found.name];
  if (!load?.ok) return { model, ok: false };
  const refused = load.refused.map(({ provider, reason }) => `${provider}: ${reason}`).join("; ");
  return {
    model,
    ok: true,
    provider: load.provider,
    ...(refused ? { reason: `Runs on ${load.provider} because ${refused}` } : {}),
  };
}

/** TypeScript beside TypeScript in development and tests; `thread.mjs` beside the bundle in production. */
function defaultThreadUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "mjs";
  return new URL(`./thread.${extension}`, import.meta.url);
}
