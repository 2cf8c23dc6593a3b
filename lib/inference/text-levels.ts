import type { StageContext, StageRun, StageSpec } from "#lib/domain/cascade";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import { type Blend, type Blends, NO_BLENDS } from "#lib/domain/text/blend-scores";
import { isSingleSign, showsNothing } from "#lib/domain/text/markup";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import type { LanePools } from "./lane-pools";
import { isWrittenIn } from "./language-scripts";
import { type FoundModel, type FoundModels, manifestOf } from "./model-files";
import { type Part, partsOf, placed, type ReadApart, raisedByAll } from "./second-look";
import { explainText, onWholeCharacters } from "./stages/explain-text";
import { runGlance } from "./stages/glance";
import { type Apart, runSense, type SenseJoin, senseJoin } from "./stages/sense";
import { failed, finished, notRun } from "./stages/stage-result";
import {
  DEEP,
  GLANCE,
  joinedScores,
  jointScores,
  MISSING_SCREEN,
  modelRun,
  SCREEN,
  SENSE,
  specOf,
} from "./stages/text-model";
import { TEXT_RULES, TextRulesStage } from "./stages/text-rules";
import type { TextInput } from "./text-input";
import type { TextOutput } from "./text-outputs";
import { toExplain } from "./to-explain";

interface TextStage {
  spec: StageSpec;
  /** Null where the manifest names no such model. */
  model: FoundModel | null;
}

/** What level 1 said of a text when level 0 asked for both. */
type Ahead = { started: number } & ({ output: TextOutput } | { error: unknown });

/** What a text says in which there is nothing to judge; of no words a model would say what it says of the average text. */
const HARMLESS: Scores = Object.fromEntries(CATEGORIES.map((category) => [category, 0]));

/** Why a text needs no model, if so. */
function nothingToJudge(text: string): string | undefined {
  if (showsNothing(text)) return "The text shows nothing.";
  return isSingleSign(text) ? "The text is a single letter, digit or sign." : undefined;
}

/** How a text-deep is joined with both models of level 1, where that was derived with it. */
function jointOf(glance: FoundModel | null, deep: FoundModel | null): Blend | undefined {
  const manifest = glance && manifestOf(glance);
  if (manifest?.runner !== GLANCE || manifest.joint?.deep !== deep?.version) return undefined;
  return manifest.joint?.blend;
}

/** A stage that ends none of those after it. */
const withoutExit = ({ exit: _, ...spec }: StageSpec): StageSpec => spec;

/** The levels that judge a text: lists, the models of level 1, and those of level 2. */
export class TextLevels {
  /** The plan of a text without media. */
  readonly plan: StageSpec[];
  private readonly screen: TextStage;
  private readonly glance: TextStage | undefined;
  /** How text-deep is joined with both models of level 1; undefined where nobody has derived it for this text-deep. */
  private readonly joint: Blend | undefined;
  private readonly sense: SenseJoin;
  private readonly stages: TextStage[];
  private readonly rules = new TextRulesStage();
  private readonly ahead = new WeakMap<ItemContent, Ahead>();
  /** What text-glance said where the thread of text-screen went on by itself; undefined where it did not. */
  private readonly glances = new WeakMap<ItemContent, Promise<TextOutput | undefined>>();
  /** Texts that text-deep judged without what both models of level 1 say together. */
  private readonly unjoined = new WeakSet<ItemContent>();
  /** Parts of texts that level 2 is to read by themselves. */
  private readonly parts = new WeakMap<ItemContent, readonly Part[]>();
  /** Of texts with such parts, what level 2 said of the whole before they raised it, and of them. */
  private readonly apart = new WeakMap<ItemContent, Apart>();

  /** @param missingReason why a stage's model cannot be asked, if so */
  constructor(
    found: FoundModels,
    private readonly pools: LanePools,
    private readonly missingReason: (spec: StageSpec) => string | undefined,
  ) {
    const named = (name: string) => found.models.find((model) => model.name === name) ?? null;
    const [screen, deep] = [named(SCREEN), named(DEEP)];
    const packs = found.models.filter(({ runner }) => runner === "classifier");
    // Where level 1 may stop is proven against text-deep, not against what an operator has added.
    const glance = packs.length === 0 ? named(GLANCE) : null;
    this.screen = { model: screen, spec: specOf(screen ?? MISSING_SCREEN, 1) };
    this.glance = glance ? { model: glance, spec: specOf(glance, 1) } : undefined;
    this.joint = jointOf(glance, deep);
    // Its join is derived with text-deep as it is joined with both models of level 1, and holds for nothing else.
    const sense = this.joint ? named(SENSE) : null;
    this.sense = deep && sense ? senseJoin(sense, deep) : { languages: {} };
    const own = deep ? [deep, ...(sense ? [sense] : [])] : [];
    // Packs are heard whatever these say.
    const asPlanned = packs.length === 0 ? (spec: StageSpec) => spec : withoutExit;
    this.stages = [
      this.screen,
      ...(this.glance ? [this.glance] : []),
      ...own.map((model) => ({ model, spec: asPlanned(specOf(model, 2)) })),
      ...packs.map((model) => ({ model, spec: specOf(model, 2) })),
    ];
    this.plan = [TEXT_RULES, ...this.stages.map(({ spec }) => spec)];
  }

  /** Runs one of the plan's stages on an item's text. Rejects where the model fails. */
  async run(spec: StageSpec, text: string, content: ItemContent, context: StageContext): Promise<StageRun> {
    if (spec.level === 0) return this.runRules(text, content, context);
    const reason = nothingToJudge(text);
    if (reason) return finished(spec, performance.now(), { scores: HARMLESS, reason });
    return this.runModel(spec, text, content, context);
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
      const hasParts = this.parts.has(content);
      return runGlance(spec, previous, { hasParts, blends: this.blendsOf(spec), ask });
    }
    if (spec.name === SENSE) return this.runSense(spec, text, content, { previous, explain });
    const isDeep = spec.name === DEEP;
    const [output, first, aparts] = await Promise.all([
      this.ask(spec, { text, language: content.language, explain }),
      isDeep ? this.saidByBoth(previous, (glance) => this.askGlance(glance, text, content)) : undefined,
      isDeep ? this.readApart(spec, content) : [],
    ]);
    if (isDeep && !first) this.unjoined.add(content);
    const joined = this.joined(spec, output, previous, first);
    const { raised, highest } = raisedByAll(joined, aparts);
    if (aparts.length > 0) this.apart.set(content, { whole: joined, aparts });
    if (explain) await this.explain(spec, text, { output, scores: joined }, started);
    if (explain && highest) {
      await this.explain(spec, highest.part.text, highest, started);
      const whole = output.explanations.filter(({ category }) => !(category in raised));
      output.explanations = [...whole, ...placed(highest, raised)];
    }
    return modelRun(spec, started, onWholeCharacters(text, output), { ...joined, ...raised });
  }

  private runSense(
    spec: StageSpec,
    text: string,
    content: ItemContent,
    { previous, explain }: Pick<StageContext, "previous" | "explain">,
  ): Promise<StageRun> {
    return runSense(spec, text, previous, {
      apart: this.apart.get(content),
      isJoined: !this.unjoined.has(content),
      ...this.sense,
      ask: () => this.ask(spec, { text, language: content.language, explain: false }),
      ...(explain && {
        explain: (categories, until) => explainText(this.pools, { model: DEEP, text, categories, until }),
      }),
    });
  }

  /** Level 1, unless it has spoken already while the lists were searched. */
  private async runScreen(text: string, content: ItemContent, explain: boolean): Promise<StageRun> {
    const { spec } = this.screen;
    const ahead = this.ahead.get(content);
    const started = ahead?.started ?? performance.now();
    this.ahead.delete(content);
    if (ahead && "error" in ahead) return failed(spec, started, ahead.error);
    const output = ahead?.output ?? (await this.ask(spec, { text, language: content.language, explain }));
    const parts = partsOf(text, output.suspect);
    if (parts.length > 0) this.parts.set(content, parts);
    return modelRun(spec, started, onWholeCharacters(text, output), output.scores);
  }

  /**
   * What both levels say of the parts that are to be read by themselves: words around an insult, or around a sentence in another
   * writing, must not talk the judges out of it.
   */
  private async readApart(spec: StageSpec, content: ItemContent): Promise<ReadApart[]> {
    const parts = this.parts.get(content) ?? [];
    if (parts.length === 0 || this.missingReason(this.screen.spec)) return [];
    return Promise.all(
      parts.map(async (part) => {
        const { text } = part;
        // What the platform says of the text need not hold for a passage of it in another script.
        const language = content.language && isWrittenIn(content.language, text) ? content.language : null;
        const input: TextInput = { text, language, explain: false };
        const [first, output] = await Promise.all([this.ask(this.screen.spec, input), this.ask(spec, input)]);
        const { result } = modelRun(this.screen.spec, performance.now(), first, first.scores);
        const both = await this.saidByBoth([result], (glance) => this.ask(glance, input));
        return { part, output, scores: this.joined(spec, output, [result], both) };
      }),
    );
  }

  /**
   * What both models of level 1 say of a text together: as they said it there, or text-glance asked now, of a part or where the text was left to
   * level 2. Undefined where one of them gives no scores, or where nobody has derived how level 2 is joined with both.
   */
  private async saidByBoth(
    previous: readonly StageResult[],
    ask: (glance: StageSpec) => Promise<TextOutput>,
  ): Promise<Scores | undefined> {
    if (!this.joint || !this.glance) return undefined;
    const known = previous.find(({ stage }) => stage === GLANCE)?.scores ?? {};
    if (Object.keys(known).length > 0) return known;
    const screen = previous.filter(({ stage, scores }) => stage === SCREEN && Object.keys(scores).length > 0);
    const { spec } = this.glance;
    if (screen.length === 0 || this.missingReason(spec)) return undefined;
    const output = await ask(spec).catch(() => undefined);
    const said = output && joinedScores(spec, output, screen, this.blendsOf(spec));
    return said && Object.keys(said).length > 0 ? said : undefined;
  }

  /** The scores of level 2: joined with what both models of level 1 say where that is known, else with what was said before. */
  private joined(
    spec: StageSpec,
    output: TextOutput,
    previous: readonly StageResult[],
    first: Scores | undefined,
  ): Scores {
    return first && this.joint
      ? jointScores(first, output, this.joint)
      : joinedScores(spec, output, previous, this.blendsOf(spec));
  }

  private blendsOf({ name }: StageSpec): Blends {
    const found = this.stages.find(({ spec }) => spec.name === name)?.model;
    return found?.ok ? found.files.blends : NO_BLENDS;
  }

  /**
   * Adds to what a deep model said why its scores that matter, joined with those before it, are what they are. What time or threads do not
   * suffice for is left out, and the scores stand: level 1 has explained its own.
   */
  private async explain(
    { name, timeoutMs }: StageSpec,
    text: string,
    { output, scores }: { output: TextOutput; scores: Scores },
    started: number,
  ) {
    const own = Object.fromEntries(Object.entries(scores).filter(([category]) => category in output.scores));
    const asked = { model: name, text, categories: toExplain(own), until: started + timeoutMs };
    output.explanations.push(...(await explainText(this.pools, asked)));
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
    const next = this.stages[1]?.spec;
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
}
