import type { CascadePort, StageRun, StageSpec } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import type { CascadeOptions, CascadeStatus, ModelStatus } from "./cascade-options";
import { Generation } from "./generation";
import { isNameless } from "./manifest-entries";
import { type FoundModels, findModels } from "./model-files";
import { notRun } from "./stages/stage-result";

export type { CascadeOptions, CascadeStatus } from "./cascade-options";

export interface Cascade extends CascadePort {
  status(): CascadeStatus;
  /**
   * Reads the manifest again and, if it has changed, swaps in the models it names. Items under way finish on the models they
   * began with. Where a model that serves now would no longer load, nothing is swapped and the status says why.
   * Returns whether other models serve.
   */
  reload(): Promise<boolean>;
  /** What tells whether the models folder is still what was read last: `modelsStamp` of it then. */
  stamp(): string;
  /**
   * Refuses stages from now on, so that items that are not judged yet are judged by another process rather than handed to people
   * for want of models; waits for what is under way.
   */
  close(): Promise<void>;
}

/** Texts planned before a swap have ended this long after all their stages may have taken together. */
const RETIRE_MS = 20_000;

const retireMs = (old: Generation): number =>
  old.plan({ text: "", language: null }).reduce((sum, { timeoutMs }) => sum + timeoutMs, RETIRE_MS);

/**
 * Loads the models and starts the threads. Never rejects for a model: one that is missing, damaged or refused by every
 * provider disables its stage, and `status` says why.
 */
export async function createCascade(options: CascadeOptions): Promise<Cascade> {
  const setup = { ...options, threadUrl: options.threadUrl ?? defaultThreadUrl() };
  let current = await Generation.open(await findModels(options.modelsDir), setup);
  let { stamp } = current.found;
  let refusal: string | undefined;
  let reloading: Promise<boolean> | undefined;
  let closed = false;
  const retired = new Map<Generation, NodeJS.Timeout>();

  const ownerOf = (spec: StageSpec): [Generation, StageSpec] | undefined => {
    if (current.owns(spec)) return [current, spec];
    for (const generation of [current, ...retired.keys()]) {
      const stage = generation.stageFor(spec, true);
      if (stage) return [generation, stage];
    }
    const stage = current.stageFor(spec, false);
    return stage && [current, stage];
  };

  const retire = (old: Generation) => {
    const end = async () => {
      // A sound or a film may be heard for longer, and its words are judged at the end.
      await old.idle();
      if (!retired.delete(old)) return;
      await old.close();
    };
    const timer = setTimeout(() => void end(), retireMs(old));
    timer.unref();
    retired.set(old, timer);
  };

  const swap = async (): Promise<boolean> => {
    const found = await findModels(options.modelsDir);
    if (closed) return false;
    stamp = found.stamp;
    if (sameModels(found, current.found) && !current.lacksWhole()) {
      refusal = undefined;
      return false;
    }
    // Before any thread is started: what is damaged on the disk costs no memory.
    refusal = whyNot(statusesOf(found), current);
    if (refusal) return false;
    const next = await Generation.open(found, setup);
    refusal = whyNot(next.status().models, current);
    if (refusal || closed) {
      await next.close();
      return false;
    }
    retire(current);
    current = next;
    return true;
  };

  return {
    plan: (content) => current.plan(content),
    run: async (spec, content, context) => {
      const owner = ownerOf(spec);
      if (!owner) return notRun(spec, performance.now(), "skipped", "The stage is not loaded.");
      if (closed) throw stopping();
      const [generation, stage] = owner;
      const run = await generation.run(stage, content, context);
      // What a medium's stage says rests on answers that it may not have been given.
      if (closed && (spec.modality !== "text" || gaveNone(run))) throw stopping();
      return run;
    },
    stamp: () => stamp,
    status: () => withRefusal(current.status(), refusal),
    reload: () => {
      reloading ??= swap().finally(() => {
        reloading = undefined;
      });
      return reloading;
    },
    close: async () => {
      closed = true;
      await reloading;
      for (const timer of retired.values()) clearTimeout(timer);
      const old = [...retired.keys()];
      retired.clear();
      await Promise.all([current, ...old].map((generation) => generation.close()));
    },
  };
}

const stopping = () => new Failure("unavailable", "The models are shutting down.");

const gaveNone = ({ result }: StageRun) => result.outcome === "failed" || result.outcome === "timeout";

/** Two readings of the manifest name the same files with the same contents. */
function sameModels(a: FoundModels, b: FoundModels): boolean {
  const said = ({ models, problem }: FoundModels) =>
    JSON.stringify([
      problem,
      models.map((model) =>
        model.ok ? model.files.manifest : [model.manifest ?? [model.name, model.version], model.reason],
      ),
    ]);
  return said(a) === said(b);
}

const statusesOf = ({ models }: FoundModels): ModelStatus[] =>
  models.map((model) => ({
    model: `${model.name}@${model.version}`,
    ok: model.ok,
    ...(model.ok ? {} : { reason: model.reason }),
  }));

/** Why a new set of models is no replacement: a model that serves now would be lost, or may be where an entry lost its name. */
function whyNot(next: readonly ModelStatus[], current: Generation): string | undefined {
  const nameOf = (model: string) => model.split("@")[0] as string;
  const serving = current.status().models.filter(({ ok }) => ok);
  for (const { model, ok, reason } of next) {
    const name = nameOf(model);
    if (!ok && (isNameless(name) || serving.some((old) => nameOf(old.model) === name)))
      return `${model} was not taken over: ${reason}`;
  }
  return undefined;
}

function withRefusal(status: CascadeStatus, refusal: string | undefined): CascadeStatus {
  if (!refusal) return status;
  const isAbout = ({ model }: ModelStatus) => refusal.startsWith(`${model.split("@")[0]}@`);
  const models = status.models.map((model) =>
    isAbout(model) ? { ...model, reason: [model.reason, refusal].filter(Boolean).join("; ") } : model,
  );
  if (models.some(isAbout)) return { ...status, models };
  const [unknown] = refusal.split(" was not taken over") as [string];
  return { ...status, models: [...models, { model: unknown, ok: false, reason: refusal }] };
}

/** TypeScript beside TypeScript in development and tests; `thread.mjs` beside the bundle in production. */
function defaultThreadUrl(): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "mjs";
  return new URL(`./thread.${extension}`, import.meta.url);
}
