import { DEFAULT_POLICY } from "../../lib/domain/policy";
import { CATEGORIES, type Category, type Scores } from "../../lib/domain/taxonomy";
import { stableHash } from "../../lib/training/datasets";
import { isOrdinary } from "../../lib/training/exit-bounds";
import { paddingTrial } from "../../lib/training/padding-trial";
import { UNSEEN_GROUPS } from "../../lib/training/probe/hate-cases";
import { measureProbe, probeTexts } from "../../lib/training/probe/probe";
import type { RunningFacts } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import { withRunning } from "./running-scores";

/** Harmful texts that are padded to see what gets past, and how long one is at most, in characters. */
const PADDED_TEXTS = 150;
const PADDED_LENGTH = 400;
const HARMLESS_TEXTS = 1_000;

/** Whether the default policy asks at least a person at such scores. */
export function isCaught(scores: Scores): boolean {
  return Object.entries(scores).some(
    ([category, score]) => score >= DEFAULT_POLICY.categories[category as Category].review,
  );
}

/** Harmful English texts of moderate length, drawn by their hash. */
export function textsToPad(rows: readonly HeldOutText[]): string[] {
  const harmful = rows.filter(
    ({ language, known, text }) =>
      language === "en" && text.length <= PADDED_LENGTH && known.some((target) => target >= 0.5),
  );
  return drawn(harmful, PADDED_TEXTS);
}

function drawn(rows: readonly HeldOutText[], most: number): string[] {
  return rows
    .map(({ text }) => ({ text, order: stableHash(`${text} drawn`) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ text }) => text);
}

/**
 * What the cascade that lies in the models folder does, stage by stage as the system runs it: on padded texts, on ordinary
 * harmless ones, on the probe.
 */
export async function judgeRunning(
  modelsDir: string,
  corpus: TextDeepCorpus,
  { templates, say }: { templates: string; say: (message: string) => void },
): Promise<RunningFacts> {
  return withRunning(modelsDir, async (judge) => {
    const rows = corpus.heldOut.filter(({ split, source }) => split === "validation" && source !== templates);
    const padding = await paddingTrial(textsToPad(rows), async (texts) => (await judge(texts)).map(isCaught));
    say(`padding: ${JSON.stringify(padding)}`);
    const harmless = await judge(
      drawn(
        rows.filter((row) => isOrdinary({ row })),
        HARMLESS_TEXTS,
      ),
    );
    const harmlessCaught = harmless.filter(isCaught).length / (harmless.length || 1);
    say(`ordinary harmless texts caught: ${harmlessCaught.toFixed(4)}`);
    const probeOn = async (groups?: typeof UNSEEN_GROUPS) => {
      const probe = probeTexts(corpus.offensive, groups);
      const scores = (await judge(probe.map(({ text }) => text))).map((each) =>
        CATEGORIES.map((category) => each[category] ?? 0),
      );
      return measureProbe(probe, scores, DEFAULT_POLICY.categories.hate.review);
    };
    const [probe, { hate: unseen }] = [await probeOn(), await probeOn(UNSEEN_GROUPS)];
    for (const { auc, accuracy, harmlessRight } of [probe.hate, unseen])
      say(
        `probe: hate AUC ${auc.toFixed(3)}, accuracy ${accuracy.toFixed(3)}, harmless ${harmlessRight.toFixed(3)}`,
      );
    say(probe.hate.kinds.map(({ kind, right }) => `${kind} ${(100 * right).toFixed(0)}`).join(", "));
    return { padding, harmlessCaught, probe, unseen };
  });
}
