import { nextStep, type StageContext, type StageRun, type StageSpec } from "#lib/domain/cascade";
import { isUsable, MEDIA_KINDS } from "#lib/domain/media";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { type Blends, NO_BLENDS } from "#lib/domain/text/blend-scores";
import { showsNothing } from "#lib/domain/text/markup";
import { wholeCharacters } from "#lib/domain/text/whole-characters";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import type { CascadeOptions, CascadeStatus, ModelStatus } from "./cascade-options";
import { explainerOf, type Marks, type PackedExplain } from "./explain-codec";
import { LanePools } from "./lane-pools";
import { isWrittenIn } from "./language-scripts";
import type { FoundModel, FoundModels } from "./model-files";
import { placed, type ReadApart, raisedScores } from "./second-look";
import { fusionSpec, isFusible, runFusion } from "./stages/fusion";
import { runGlance } from "./stages/glance";
import type { MediaStage } from "./stages/media-stage";
import { type MediaPorts, mediaStages } from "./stages/media-stages";
import { failed, finished, notRun } from "./stages/stage-result";
import { GLANCE, joinedScores, MISSING_SCREEN, modelRun, SCREEN, specOf } from "./stages/text-model";
import { TEXT_RULES, TextRulesStage } from "./stages/text-rules";
import type { TextInput } from "./text-input";
import type { Stretch, TextOutput } from "./text-outputs";

interface TextStage {
  spec: StageSpec;
  /** Null where the manifest names no such model. */
  model: FoundModel | null;
}

/** What level 1 said of a text when level 0 asked for both. */
type Ahead = { started: number } & ({ output: TextOutput } | { error: unknown });

const DEEP = "text-deep";
/** The highest category of a deep model is explained from here: the path integral costs some fifty forward passes. */
const EXPLAIN_FROM = 0.3;

/** What a text says that shows nothing; of no words a model would say what it says of the average text. */
const HARMLESS: Scores = Object.fromEntries(CATEGORIES.map((category) => [category, 0]));

function topOf(scores: Scores): [category: Category | undefined, score: number] {
  let top: Category | undefined;
  for (const category of CATEGORIES)
    if ((scores[category] ?? -1) > (top ? (scores[top] ?? -1) : -1)) top = category;
  return [top, top ? (scores[top] ?? 0) : 0];
}

/** A model's marks as people see characters; models may read parts of one. */
function onWholeCharacters(text: string, output: TextOutput): TextOutput {
  if (output.explanations.length === 0) return output;
  const explanations = output.explanations.map((each) => ({
    ...each,
    spans: wholeCharacters(text, each.spans),
  }));
  return { ...output, explanations };
}

/** The models of one reading of the manifest, their threads, and the stages that ask them. */
export class Generation {
  private readonly screen: TextStage;
  private readonly textStages: TextStage[];
  private readonly media: MediaStage[];
  private readonly fusion: StageSpec | null;
  private readonly specs: StageSpec[];
  /** The plan of a text without media. */
  private readonly textPlan: StageSpec[];
  private readonly rules = new TextRulesStage();
  private readonly ahead = new WeakMap<ItemContent, Ahead>();
  /** What text-glance said where the thread of text-screen went on by itself; undefined where it did not. */
  private readonly glances = new WeakMap<ItemContent, Promise<TextOutput | undefined>>();
  /** Stretches that level 1 found likely harm by themselves, until level 2 has read them. */
  private readonly suspects = new WeakMap<ItemContent, Stretch>();
  private running = 0;
  private readonly untilIdle: (() => void)[] = [];

  private constructor(
    readonly found: FoundModels,
    private readonly pools: LanePools,
    ports: MediaPorts,
  ) {
    const named = (name: string) => found.models.find((model) => model.name === name) ?? null;
    const [screen, deep] = [named(SCREEN), named(DEEP)];
    const packs = found.models.filter(({ runner }) => runner === "classifier");
    // Where level 1 may stop is proven against text-deep, not against what an operator has added.
    const glance = packs.length === 0 ? named(GLANCE) : null;
    this.screen = { model: screen, spec: specOf(screen ?? MISSING_SCREEN, 1) };
    this.textStages = [
      this.screen,
      ...(glance ? [{ model: glance, spec: specOf(glance, 1) }] : []),
      ...(deep ? [{ model: deep, spec: specOf(deep, 2) }] : []),
      ...packs.map((model) => ({ model, spec: specOf(model, 2) })),
    ];
    this.media = mediaStages(found.models, ports);
    this.fusion = fusionSpec(found.models);
    this.textPlan = [TEXT_RULES, ...this.textStages.map(({ spec }) => spec)];
    this.specs = [
      ...this.textPlan,
      ...this.media.map(({ spec }) => spec),
      ...(this.fusion ? [this.fusion] : []),
    ];
  }

  static async open(found: FoundModels, options: CascadeOptions & { threadUrl: URL }): Promise<Generation> {
    return new Generation(found, await LanePools.start(found, options), options.media ?? {});
  }

  plan(content: ItemContent): StageSpec[] {
    if (!content.media?.length && content.text !== null) return this.textPlan;
    const kinds = MEDIA_KINDS.filter((kind) => content.media?.some((medium) => medium.kind === kind));
    const parts = [
      ...(content.text === null ? [] : this.textPlan),
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
      if (spec.level === 0) return await this.runRules(content.text, content, context);
      if (showsNothing(content.text))
        return finished(spec, started, { scores: HARMLESS, reason: "The text shows nothing." });
      return await this.runModel(spec, content.text, content, context);
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

  private async runModel(
    spec: StageSpec,
    text: string,
    content: ItemContent,
    { previous, explain = true }: StageContext,
  ): Promise<StageRun> {
    const started = performance.now();
    const missing = this.missingReason(spec);
    if (missing) return notRun(spec, started, "failed", missing);
    if (spec === this.screen.spec) return this.runScreen(text, content, explain);
    if (spec.name === GLANCE) {
      const ask = () => this.askGlance(spec, text, content);
      const suspect = this.suspects.has(content);
      return runGlance(spec, previous, { suspect, blends: this.blendsOf(spec), ask });
    }
    const isDeep = spec.name === DEEP;
    const blends = this.blendsOf(spec);
    const [output, apart] = await Promise.all([
      this.ask(spec, { text, language: content.language, explain }),
      isDeep ? this.readApart(spec, text, content, blends) : undefined,
    ]);
    const raised = apart ? raisedScores(joinedScores(spec, output, previous, blends), apart.scores) : {};
    if (explain) await this.explain(spec, text, output, started);
    if (explain && apart && Object.keys(raised).length > 0) {
      await this.explain(spec, text.slice(apart.stretch.start, apart.stretch.end), apart.output, started);
      const whole = output.explanations.filter(({ category }) => !(category in raised));
      output.explanations = [...whole, ...placed(apart, raised)];
    }
    return modelRun(spec, started, onWholeCharacters(text, output), previous, blends, raised);
  }

  /** Level 1, unless it has spoken already while the lists were searched. */
  private async runScreen(text: string, content: ItemContent, explain: boolean): Promise<StageRun> {
    const { spec } = this.screen;
    const ahead = this.ahead.get(content);
    const started = ahead?.started ?? performance.now();
    this.ahead.delete(content);
    if (ahead && "error" in ahead) return failed(spec, started, ahead.error);
    const output = ahead?.output ?? (await this.ask(spec, { text, language: content.language, explain }));
    if (output.suspect) this.suspects.set(content, output.suspect);
    return modelRun(spec, started, onWholeCharacters(text, output), []);
  }

  /**
   * What both levels say of the stretch that level 1 found likely harm by itself, if it did: words around an insult must not
   * talk the judges out of it.
   */
  private async readApart(
    spec: StageSpec,
    text: string,
    content: ItemContent,
    blends: Blends,
  ): Promise<ReadApart | undefined> {
    const stretch = this.suspects.get(content);
    if (!stretch || this.missingReason(this.screen.spec)) return undefined;
    this.suspects.delete(content);
    const part = text.slice(stretch.start, stretch.end);
    // What the platform says of the text need not hold for a passage of it in another script.
    const language = content.language && isWrittenIn(content.language, part) ? content.language : null;
    const input: TextInput = { text: part, language, explain: false };
    const [first, output] = await Promise.all([this.ask(this.screen.spec, input), this.ask(spec, input)]);
    const { result } = modelRun(this.screen.spec, performance.now(), first, []);
    return { stretch, output, scores: joinedScores(spec, output, [result], blends) };
  }

  private blendsOf({ name }: StageSpec): Blends {
    const found = this.textStages.find(({ spec }) => spec.name === name)?.model;
    return found?.ok ? found.files.blends : NO_BLENDS;
  }

  /**
   * Adds why the highest score of a deep model is what it is, where there is something to explain. Without it, for want
   * of time or of a thread, the scores stand: level 1 has explained its own.
   */
  private async explain({ name, timeoutMs }: StageSpec, text: string, output: TextOutput, started: number) {
    const [category, score] = topOf(output.scores);
    const explainer = explainerOf(name);
    if (!category || score < EXPLAIN_FROM || this.pools.ready(explainer) === 0) return;
    const left = Math.max(1, timeoutMs - (performance.now() - started));
    const asked: PackedExplain = { text, column: CATEGORIES.indexOf(category) };
    const marks = await this.pools.infer<Marks>(explainer, asked, left).catch(() => undefined);
    if (marks) output.explanations.push({ category, ...marks });
  }

  /** What the thread of text-screen has said already, or is about to say, of a text that level 0 has seen; else its own lane. */
  private async askGlance(spec: StageSpec, text: string, content: ItemContent): Promise<TextOutput> {
    const early = this.glances.get(content);
    this.glances.delete(content);
    return (await early) ?? this.ask(spec, { text, language: content.language, explain: false });
  }

  private ask({ name, timeoutMs }: StageSpec, input: TextInput): Promise<TextOutput> {
    return this.pools.infer<TextOutput>(name, input, timeoutMs);
  }

  /**
   * Lists are searched where text-screen runs, in the same pass over the text, and what it says is kept for the next
   * stage. Where it cannot run they are searched here: lists hold even without a model.
   */
  private async runRules(text: string, content: ItemContent, context: StageContext): Promise<StageRun> {
    const { spec } = this.screen;
    if (this.missingReason(spec) || this.pools.ready(spec.name) === 0) return this.rules.run(text, context);
    const { orgId, rules, rulesVersion: version, explain } = context;
    const started = performance.now();
    try {
      const lists = { orgId, version, rules };
      const output = await this.askLevel1({ text, language: content.language, lists, explain }, content);
      const { matches, reason, ms } = output.lists;
      this.ahead.set(content, { started: started + ms, output });
      return finished(TEXT_RULES, started, { matches, reason, ms });
    } catch (error) {
      this.ahead.set(content, { started, error });
      return this.rules.run(text, context);
    }
  }

  /** Asks text-screen, and its thread to go on with text-glance where that is what comes next and little waits. */
  private askLevel1(input: TextInput, content: ItemContent): Promise<TextOutput> {
    const { spec } = this.screen;
    const next = this.textStages[1]?.spec;
    if (next?.name !== GLANCE || spec.exit) return this.ask(spec, input);
    const asked = this.pools.inferFurther<TextOutput, TextOutput>(spec.name, input, spec.timeoutMs, {
      model: next.name,
      timeoutMs: next.timeoutMs,
    });
    // Nobody may come for it: a blocking rule, or a stretch for level 2.
    asked.further.catch(() => {});
    this.glances.set(content, asked.further);
    return asked.first;
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
      const step = nextStep(this.textPlan, results);
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
