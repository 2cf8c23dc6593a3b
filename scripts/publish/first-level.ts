import type { StageRun, StageSpec } from "../../lib/domain/cascade";
import { Failure } from "../../lib/domain/failure";
import { CATEGORIES, type Scores } from "../../lib/domain/taxonomy";
import type { StageResult } from "../../lib/domain/verdict";
import { type Cascade, createCascade } from "../../lib/inference/cascade";
import { GLANCE } from "../../lib/inference/stages/text-model";

const AT_A_TIME = 64;
/** On a busy machine a text may wait longer than the stage allows; then it is asked again. */
const TRIES = 10;
const NO_LANGUAGE = "zxx";

/** What level 1 says of a text, as it is served. */
export interface FirstSaid {
  /** text-screen alone. */
  screen: Scores;
  /** Of all categories, before calibration; undefined where the text needs no model. */
  logits: Float32Array | undefined;
  /** What may end the cascade at level 1: the last model's word there; empty where it leaves the text to level 2. */
  scores: Scores;
  /** What its models say together, also where the text is left to level 2; empty where the last of them gives no scores. */
  both: Scores;
  /** ISO 639-1; English where nothing says, `zxx` (ISO 639-2, no language) where the text needs no model. */
  language: string;
}

/** Level 1 as it lies in a models folder. */
export class FirstLevel {
  private constructor(
    private readonly cascade: Cascade,
    private readonly only: string | undefined,
  ) {}

  /** @param options `only` names the one model that is asked; by default all of the level are */
  static async open(modelsDir: string, options: { only?: string } = {}): Promise<FirstLevel> {
    const cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"] });
    return new FirstLevel(cascade, options.only);
  }

  /** Whether both its models are there to be asked. */
  get hasBoth(): boolean {
    return !this.only && this.cascade.plan({ text: "", language: null }).some(({ name }) => name === GLANCE);
  }

  close(): Promise<void> {
    return this.cascade.close();
  }

  /**
   * What it says of each text, in order.
   * @throws Failure when a model of it does not serve
   */
  async said(texts: readonly string[]): Promise<FirstSaid[]> {
    const said: FirstSaid[] = new Array(texts.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let at = next++; at < texts.length; at = next++) said[at] = await this.saidOf(texts[at] as string);
    };
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, texts.length) }, lane));
    return said;
  }

  private async saidOf(text: string): Promise<FirstSaid> {
    const content = { text, language: null };
    const stages = this.cascade
      .plan(content)
      .filter(({ level, name }) => level === 1 && name === (this.only ?? name));
    const previous: StageResult[] = [];
    let screen: StageRun | undefined;
    for (const spec of stages) {
      const run = await this.run(spec, content, previous);
      screen ??= run;
      previous.push(run.result);
    }
    const last = stages.at(-1);
    const left = last?.spares && previous.at(-1)?.outcome === "skipped";
    // What is to be read by itself is remembered of an item: of another with the same text nothing is.
    const both = left ? (await this.run(last, { ...content }, previous)).result : previous.at(-1);
    if (!screen) throw new Failure("not_found", "the models folder holds no text model of level 1");
    return {
      screen: screen.result.scores,
      logits: screen.features && logitsOf(screen.features.data),
      scores: previous.at(-1)?.scores ?? {},
      both: both?.scores ?? {},
      language: screen.features ? (screen.result.language?.code ?? "en") : NO_LANGUAGE,
    };
  }

  private async run(spec: StageSpec, content: { text: string; language: null }, previous: StageResult[]) {
    const context = { orgId: "publish", rules: [], rulesVersion: 0, previous, explain: false };
    let run = await this.cascade.run(spec, content, context);
    for (let tries = 1; run.result.outcome === "timeout" && tries < TRIES; tries++)
      run = await this.cascade.run(spec, content, context);
    const { outcome, reason } = run.result;
    // What spares others may leave a text to them.
    if (outcome !== "continue" && !(spec.spares && outcome === "skipped"))
      throw new Failure("unavailable", `${spec.name} does not serve: ${reason}`);
    return run;
  }
}

/** Little-endian float32, as FeatureLog keeps them. */
function logitsOf(data: Uint8Array): Float32Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Float32Array.from(CATEGORIES, (_, at) => view.getFloat32(at * 4, true));
}
