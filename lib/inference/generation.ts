import { nextStep, type StageContext, type StageRun, type StageSpec } from "#lib/domain/cascade";
import { isUsable, MEDIA_KINDS } from "#lib/domain/media";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import type { CascadeOptions, CascadeStatus, ModelStatus } from "./cascade-options";
import { LanePools } from "./lane-pools";
import type { FoundModel, FoundModels } from "./model-files";
import { fusionSpec, isFusible, runFusion } from "./stages/fusion";
import type { MediaStage } from "./stages/media-stage";
import { type MediaPorts, mediaStages } from "./stages/media-stages";
import { failed, notRun } from "./stages/stage-result";
import { SCREEN } from "./stages/text-model";
import { TextLevels } from "./text-levels";

/** The models of one reading of the manifest, their threads, and the stages that ask them. */
export class Generation {
  private readonly text: TextLevels;
  private readonly media: MediaStage[];
  private readonly fusion: StageSpec | null;
  private readonly specs: StageSpec[];
  private running = 0;
  private readonly untilIdle: (() => void)[] = [];

  private constructor(
    readonly found: FoundModels,
    private readonly pools: LanePools,
    ports: MediaPorts,
  ) {
    this.text = new TextLevels(found, pools, (spec) => this.missingReason(spec));
    this.media = mediaStages(found.models, ports);
    this.fusion = fusionSpec(found.models);
    this.specs = [
      ...this.text.plan,
      ...this.media.map(({ spec }) => spec),
      ...(this.fusion ? [this.fusion] : []),
    ];
  }

  static async open(found: FoundModels, options: CascadeOptions & { threadUrl: URL }): Promise<Generation> {
    return new Generation(found, await LanePools.start(found, options), options.media ?? {});
  }

  plan(content: ItemContent): StageSpec[] {
    if (!content.media?.length && content.text !== null) return this.text.plan;
    const kinds = MEDIA_KINDS.filter((kind) => content.media?.some((medium) => medium.kind === kind));
    const parts = [
      ...(content.text === null ? [] : this.text.plan),
      ...kinds.flatMap((kind) =>
        this.media.map(({ spec }) => spec).filter(({ modality }) => modality === kind),
      ),
    ];
    return this.fusion && isFusible(parts) ? [...parts, this.fusion] : parts;
  }

  /** Whether it is one of this generation's own stages. */
  owns(spec: StageSpec): boolean {
    return this.specs.includes(spec);
  }

  /** The stage of this name; `exactly` also of this model. */
  stageFor({ name, model }: StageSpec, exactly: boolean): StageSpec | undefined {
    return this.specs.find((spec) => spec.name === name && (!exactly || spec.model === model));
  }

  /** Runs one of this generation's stages. Never rejects. */
  async run(spec: StageSpec, content: ItemContent, context: StageContext): Promise<StageRun> {
    const started = performance.now();
    this.running += 1;
    try {
      if (spec.modality === "joint") return await this.fuse(spec, context);
      if (spec.modality !== "text") return await this.runMedia(spec, content, context);
      if (content.text === null) return notRun(spec, started, "skipped", "The item has no text.");
      return await this.text.run(spec, content.text, content, context);
    } catch (error) {
      return failed(spec, started, error);
    } finally {
      this.running -= 1;
      if (this.running === 0) for (const resolve of this.untilIdle.splice(0)) resolve();
    }
  }

  /** Resolves when none of its stages is running. */
  async idle(): Promise<void> {
    while (this.running > 0) await new Promise<void>((resolve) => this.untilIdle.push(resolve));
  }

  private async fuse(spec: StageSpec, context: StageContext): Promise<StageRun> {
    const missing = this.missingReason(spec);
    if (missing) return notRun(spec, performance.now(), "failed", missing);
    return runFusion(spec, context, this.pools);
  }

  private async runMedia(spec: StageSpec, content: ItemContent, context: StageContext): Promise<StageRun> {
    const started = performance.now();
    const stage = this.media.find((each) => each.spec === spec);
    const medium = content.media?.find(({ kind }) => kind === spec.modality);
    if (!stage || !medium) return notRun(spec, started, "skipped", `The item has no ${spec.modality}.`);
    if (!isUsable(medium)) return notRun(spec, started, "skipped", medium.problem);
    return stage.run(medium, {
      pool: this.pools,
      context,
      language: content.language,
      judgeText: (text) => this.judgeText(text, context),
    });
  }

  private async judgeText(text: string, context: StageContext): Promise<StageResult[]> {
    const content = { text, language: null };
    const results: StageResult[] = [];
    for (;;) {
      const step = nextStep(this.text.plan, results);
      if ("stop" in step) return results;
      results.push((await this.run(step.run, content, { ...context, previous: results })).result);
    }
  }

  status(): CascadeStatus {
    const models = this.found.models.map((model) => this.statusOf(model));
    const nothing = { model: SCREEN, ok: false, reason: this.nothingReason() };
    return { models: models.length > 0 ? models : [nothing], ...this.pools.status() };
  }

  /** Whether a model whose files were found whole does not serve: no thread could load it. */
  lacksWhole(): boolean {
    return this.found.models.some((model) => model.ok && !this.statusOf(model).ok);
  }

  /** Finishes what is under way, then ends the threads. */
  close(): Promise<void> {
    return this.pools.close();
  }

  private nothingReason(): string {
    return this.found.problem ?? "models/manifest.json lists no model.";
  }

  /** Why a stage's model cannot be asked, if so. */
  private missingReason({ name }: StageSpec): string | undefined {
    const model = this.found.models.find((each) => each.name === name);
    return model ? this.pools.missingReason(model) : this.nothingReason();
  }

  private statusOf(found: FoundModel): ModelStatus {
    const model = `${found.name}@${found.version}`;
    const missing = this.pools.missingReason(found);
    if (missing) return { model, ok: false, reason: missing };
    if (this.pools.ready(found.name) === 0) {
      const reason = `All inference threads are restarting. ${this.pools.lastError(found.name)}`.trim();
      return { model, ok: false, reason };
    }
    const load = this.pools.load(found.name);
    if (!load?.ok) return { model, ok: false };
    // It is asked all the same: with its next answer it serves again.
    const failing = this.pools.failing(found.name);
    if (failing) return { model, ok: false, reason: failing };
    const refused = load.refused.map(({ provider, reason }) => `${provider}: ${reason}`).join("; ");
    return {
      model,
      ok: true,
      provider: load.provider,
      ...(refused ? { reason: `Runs on ${load.provider} because ${refused}` } : {}),
    };
  }
}
