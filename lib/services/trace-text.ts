import { Failure } from "#lib/domain/failure";
import { decide, type PolicyBody } from "#lib/domain/policy";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { findCounterfactual } from "#lib/domain/text/counterfactual";
import type { TraceEvent } from "#lib/domain/trace";
import type { ItemContent, Verdict } from "#lib/domain/verdict";
import { activePolicy } from "#lib/store/policies";
import type { ModerationPorts } from "./moderate-item";
import { runCascade } from "./run-cascade";
import type { ScoreQueue } from "./score-queue";

export interface Tracing {
  orgId: string;
  text: string;
  language: string | null;
  /** An address or a data URL. */
  image?: string;
  signal: AbortSignal;
}

export interface Tracer {
  /**
   * Judges a post as an item with it would be judged, and tells each step as it happens; then what would flip it: of a text
   * alone the words, of a text with a picture which of the two. Stores nothing. Throws as `Scorer.score` does.
   */
  trace(tracing: Tracing, tell: (event: TraceEvent) => void): Promise<void>;
}

/** Forward passes that the search for what would flip a verdict may cost. */
const BUDGET = 24;

/** Texts told step by step, behind the same queue as scores. */
export function createTracer(ports: ModerationPorts, queue: ScoreQueue): Tracer {
  return {
    trace: async (tracing, tell) => {
      queue.admit();
      await queue.run(() => follow(ports, tracing, tell), tracing.signal);
    },
  };
}

async function follow(ports: ModerationPorts, tracing: Tracing, tell: (event: TraceEvent) => void) {
  const { orgId, text, language, image, signal } = tracing;
  const [policy, lists, picture, knownMedia] = await Promise.all([
    activePolicy(orgId),
    ports.rules(orgId),
    image === undefined ? undefined : lookAt(image, ports),
    image === undefined ? undefined : ports.knownMedia?.(orgId),
  ]);
  const content: ItemContent = picture
    ? { text: text.trim() === "" ? null : text, language, media: [picture.media] }
    : { text, language };
  const plan = ports.cascade.plan(content);
  const context = { orgId, rules: lists.rules, rulesVersion: lists.version, knownMedia };
  const stages = plan.map(({ name, level, model, modality }) => ({ name, level, model, modality }));
  tell({ type: "plan", stages, policyVersion: policy.version, policy: policy.body });
  if (picture) {
    const { width, height } = picture.media;
    const view = `data:${picture.type};base64,${Buffer.from(picture.bytes).toString("base64")}`;
    tell({ type: "picture", view, width, height });
  }
  const started = performance.now();
  const { results } = await runCascade(ports.cascade, content, context, {
    signal,
    onBegin: ({ name }) => tell({ type: "begin", stage: name }),
    onResult: (result) => tell({ type: "stage", result }),
  });
  const verdict = decide({ plan, results, spotCheckDraw: 1 }, policy.body);
  tell({ type: "verdict", verdict, ms: performance.now() - started });
  if (verdict.decision === "APPROVE") return;

  const judge = async (part: ItemContent): Promise<Verdict> => {
    const ran = await runCascade(ports.cascade, part, { ...context, explain: false }, { signal });
    return decide({ plan: ports.cascade.plan(part), results: ran.results, spotCheckDraw: 1 }, policy.body);
  };
  const searched = performance.now();
  if (picture) {
    if (content.text === null) return;
    // Words are not tried with a picture: each try would judge that too, which takes seconds.
    const { media } = content;
    const [withoutText, withoutImage] = await Promise.all([
      judge({ text: null, language, media }),
      judge({ text, language }),
    ]);
    const without = [
      { part: "text" as const, decision: withoutText.decision, ...standing(withoutText, policy.body) },
      { part: "image" as const, decision: withoutImage.decision, ...standing(withoutImage, policy.body) },
    ];
    tell({ type: "parts", without, ms: performance.now() - searched });
    return;
  }
  if (results.some(({ matches }) => matches.length > 0)) return;
  const { flip, passes } = await findFlip(text, verdict, policy.body, (words) =>
    judge({ text: words, language }),
  );
  tell({ type: "flip", flip, passes, ms: performance.now() - searched });
}

function standing(verdict: Verdict, policy: PolicyBody): { category: Category; score: number } {
  const { category, score } = worst(verdict, policy);
  return { category, score };
}

/** A picture as the stages and as people see it. Throws Failure, worded for the caller, when it cannot be had. */
function lookAt(image: string, { media }: ModerationPorts) {
  if (!media?.lookAndCopy) throw new Failure("unsupported", "This server does not judge pictures.");
  return media.lookAndCopy(image);
}

interface Word {
  start: number;
  end: number;
}

type Flip = Extract<TraceEvent, { type: "flip" }>["flip"];

/** Looks for the few words without which the whole cascade would let the text pass. */
async function findFlip(
  text: string,
  verdict: Verdict,
  policy: PolicyBody,
  judge: (text: string) => Promise<Verdict>,
): Promise<{ flip: Flip; passes: number }> {
  const words = [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  const contributions = words.map((word) => weightOf(word, verdict));
  if (!contributions.some((weight) => weight > 0)) return { flip: null, passes: 0 };
  let passes = 0;
  const judged = new Map<string, Verdict>();
  const found = await findCounterfactual({
    contributions,
    threshold: 0,
    budget: BUDGET,
    score: (kept) =>
      Promise.all(
        kept.map(async (stay) => {
          passes += 1;
          const without = await judge(withoutOthers(text, words, stay));
          judged.set(stay.join(), without);
          const { margin } = worst(without, policy);
          // Approved by every rule, not by this figure alone.
          return without.decision === "APPROVE" ? Math.min(margin, -1e-9) : Math.max(margin, 0);
        }),
      ),
  });
  if (!found) return { flip: null, passes };
  const gone = new Set(found.removed);
  const stay = words.flatMap((_, at) => (gone.has(at) ? [] : [at]));
  const without = judged.get(stay.join());
  if (!without) return { flip: null, passes };
  const { category, score } = worst(without, policy);
  const removed = found.removed.map((at) => words[at] as Word);
  return { flip: { removed, decision: without.decision, category, score }, passes };
}

/** How much the words' marks speak for what decided; each model's in shares of all that it marked. */
function weightOf({ start, end }: Word, { explanations, decidedBy }: Verdict): number {
  let weight = 0;
  for (const { category, spans } of explanations) {
    if (!decidedBy.includes(category)) continue;
    const total = spans.reduce((sum, span) => sum + Math.abs(span.weight), 0) || 1;
    for (const span of spans)
      if (span.start < end && span.end > start)
        weight +=
          ((span.weight / total) * (Math.min(end, span.end) - Math.max(start, span.start))) /
          (span.end - span.start);
  }
  return weight;
}

/** The category that stands highest against its review threshold. */
function worst(
  { scores }: Verdict,
  policy: PolicyBody,
): { category: Category; score: number; margin: number } {
  const standing = CATEGORIES.map((category) => {
    const score = scores[category] ?? 0;
    return { category, score, margin: score - policy.categories[category].review };
  });
  return standing.reduce((most, next) => (next.margin > most.margin ? next : most));
}

/** The text with only some of its words, the space between them as it was. */
function withoutOthers(text: string, words: Word[], stay: readonly number[]): string {
  const pieces = stay.map((at) => text.slice(words[at]?.start, words[at + 1]?.start ?? text.length));
  return pieces.join("") || " ";
}
