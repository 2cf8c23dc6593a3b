import { Failure } from "#lib/domain/failure";
import type { CascadeOptions, CascadeStatus } from "./cascade-options";
import { codecsOf, LANES, type Lane, RUNNERS } from "./lanes";
import type { FoundModel, FoundModels, ModelFiles } from "./model-files";
import { InferencePool } from "./pool";
import type { ModelLoad } from "./thread-messages";

/** A thread is given up after this, or after twice what a model of its lane may take: a batch may wait behind another. */
const STUCK_MS = 30_000;
export const stuckMsOf = (models: readonly ModelFiles[]): number =>
  Math.max(
    STUCK_MS,
    ...models.map(({ manifest }) => ("timeoutMs" in manifest ? 2 * (manifest.timeoutMs ?? 0) : 0)),
  );

const laneOf = ({ manifest }: ModelFiles): Lane => RUNNERS[manifest.runner].lane;

/**
 * One pool of threads per lane: level 1 never waits behind batches of level 2, and the operating system shares out the
 * processor between them.
 */
export class LanePools {
  private constructor(private readonly byModel: Map<string, InferencePool>) {}

  static async start(
    { models }: Pick<FoundModels, "models">,
    { threads, providers, threadUrl }: CascadeOptions & { threadUrl: URL },
  ): Promise<LanePools> {
    const usable = models.flatMap((model) => (model.ok ? [model.files] : []));
    const byModel = new Map<string, InferencePool>();
    const start = async (lane: Lane) => {
      const own = usable.filter((files) => laneOf(files) === lane);
      if (own.length === 0) return;
      const guests = usable.filter(({ manifest }) => RUNNERS[manifest.runner].after === lane);
      const codecs = own.flatMap(({ manifest }) => codecsOf(manifest));
      const others = guests.flatMap(({ manifest }) => codecsOf(manifest));
      const setup = { models: [...own, ...guests], providers };
      const pool = await InferencePool.start({
        ...{ threads, threadUrl, setup, stuckMs: stuckMsOf(own) },
        codecs: Object.fromEntries([...codecs, ...others]),
      });
      for (const [name] of codecs) byModel.set(name, pool);
    };
    await Promise.all(LANES.map(start));
    return new LanePools(byModel);
  }

  /** As InferencePool.infer, in the lane of the model. */
  infer<Output>(model: string, input: unknown, timeoutMs: number): Promise<Output> {
    const pool = this.byModel.get(model);
    if (pool) return pool.infer<Output>(model, input, timeoutMs);
    return Promise.reject(new Failure("unavailable", `The model ${model} is not loaded.`));
  }

  /** As InferencePool.inferFurther, in the lane of the first model. */
  inferFurther<Output, Next>(
    model: string,
    input: unknown,
    timeoutMs: number,
    next: { model: string; timeoutMs: number },
  ): { first: Promise<Output>; further: Promise<Next | undefined> } {
    const pool = this.byModel.get(model);
    if (pool?.models[next.model]?.ok) return pool.inferFurther<Output, Next>(model, input, timeoutMs, next);
    return { first: this.infer<Output>(model, input, timeoutMs), further: Promise.resolve(undefined) };
  }

  /** How many threads of the model's lane are ready. */
  ready(model: string): number {
    return this.byModel.get(model)?.ready ?? 0;
  }

  load(model: string): ModelLoad | undefined {
    return this.byModel.get(model)?.models[model];
  }

  /** Why a model that is loaded does not serve, if so. */
  failing(model: string): string | undefined {
    return this.byModel.get(model)?.failing(model);
  }

  /** Why the last thread of the model's lane that ended did so; empty where it did not say. */
  lastError(model: string): string {
    return this.byModel.get(model)?.status().lastError ?? "";
  }

  /** Why a model cannot be asked, if so. Threads that are restarting are worth waiting for. */
  missingReason(model: FoundModel): string | undefined {
    if (!model.ok) return model.reason;
    const load = this.load(model.name);
    if (!load) return `No inference thread has started. ${this.lastError(model.name)}`.trim();
    return load.ok ? undefined : load.reason;
  }

  status(): Omit<CascadeStatus, "models"> {
    const pools = [...new Set(this.byModel.values())].map((pool) => pool.status());
    const sum = (field: "threads" | "ready" | "restarts" | "waiting") =>
      pools.reduce((total, pool) => total + pool[field], 0);
    return {
      threads: { wanted: sum("threads"), ready: sum("ready"), restarts: sum("restarts") },
      waiting: sum("waiting"),
    };
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.byModel.values())].map((pool) => pool.close()));
  }
}
