import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../lib/domain/failure";
import { DEFAULT_POLICY } from "../../lib/domain/policy";
import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import { ModelsFolder } from "../../lib/inference/models-folder";
import { certainHarm, measureExit, withoutQuietHarm } from "../../lib/training/exit-bounds";
import { exitSection, type JudgedExit } from "../../lib/training/exit-card";
import {
  type ExitBudget,
  exitChoices,
  narrowedExit,
  sharePast,
  widestWithin,
} from "../../lib/training/exit-choice";
import { withSection } from "../../lib/training/markdown-table";
import { refinedSection } from "../../lib/training/sense-card";
import {
  jointSection,
  paddingSection,
  probeSection,
  type RunningFacts,
} from "../../lib/training/served-card";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import {
  type ExitEvidence,
  exitEvidence,
  exitRows,
  exitTrials,
  hardText,
  type StopsBy,
} from "./exit-evidence";
import { TEMPLATES } from "./held-out";
import { judgeRunning } from "./judge-running";
import type { KnownLogits } from "./open-sense";

/** What stopping at level 1 may cost on the calibration split. */
const EXIT_BUDGET: ExitBudget = { auc: 0.005, copiesPast: 0.005, hardPast: 0.01, unseenPast: 0.01 };
/** What passing over text-sense may cost there, beside what stops at level 1 cost. */
const SENSE_BUDGET: ExitBudget = { auc: 0.002, copiesPast: 0.0025, hardPast: 0.005, unseenPast: 0.005 };

/** The models that may stop the cascade at level 1, the one that does first. */
const HOLDERS = [
  { name: "text-glance", judges: "text-screen and text-glance together" },
  { name: "text-screen", judges: "the weights of text-screen" },
];

/**
 * Derives from the models as they lie in the folder how level 2 is joined with level 1 and where level 1 may stop, serves both (in the entry
 * of text-glance, or the latter in that of text-screen where there is none), and writes down in the cards what they are worth and cost and what
 * the cascade then does.
 */
export async function publishExit(
  modelsDir: string,
  corpus: TextDeepCorpus,
  say: (message: string) => void,
  known?: KnownLogits,
): Promise<{ judged: JudgedExit; running: RunningFacts }> {
  const evidence = await exitEvidence(modelsDir, corpus, say, known);
  const { joint, sense } = evidence;
  const judged = judgeExit(
    evidence,
    { by: ({ first }) => first, budget: EXIT_BUDGET, farBelow: FAR_BELOW },
    say,
  );
  const spared =
    sense &&
    judgeExit(evidence, { by: ({ before = {} }) => before, budget: SENSE_BUDGET, farBelow: BELOW }, say);
  const folder = new ModelsFolder(modelsDir);
  const models = folder.models();
  const names = new Set(models.map(({ name }) => name));
  const holder = HOLDERS.find(({ name }) => names.has(name));
  if (!holder) throw new Failure("not_found", `${modelsDir} holds no text model of level 1`);
  const isHolder = (name: string) => HOLDERS.some((each) => each.name === name);
  folder.setDerived((name) => {
    if (name === "text-deep") return { exit: spared?.exit.bounds ?? {} };
    if (name === "text-sense") return { exit: {}, joint: sense?.derived };
    if (!isHolder(name)) return undefined;
    return name === holder.name ? { exit: judged.exit.bounds, joint: joint?.derived } : { exit: {} };
  });
  say("running the cascade");
  const running = await judgeRunning(modelsDir, corpus, { templates: TEMPLATES, say });
  const rewrite = (name: string, sections: readonly string[]) => {
    const card = path.join(modelsDir, models.find((model) => model.name === name)?.card ?? "");
    if (!card.endsWith(".md") || !existsSync(card)) return;
    writeFileSync(card, sections.reduce(withSection, readFileSync(card, "utf8")));
  };
  rewrite(holder.name, [...(joint ? [jointSection(joint.judged)] : []), exitSection(judged, holder.judges)]);
  rewrite("text-deep", [paddingSection(running), probeSection(running)]);
  if (sense && spared) rewrite("text-sense", [refinedSection(sense.judged, spared)]);
  return { judged, running };
}

const REVIEW_FROM = Object.fromEntries(
  CATEGORIES.map((category) => [category, DEFAULT_POLICY.categories[category].review]),
) as Record<Category, number>;
/** Below which share of the score that asks a person a text may stop as harmless: level 1 is not as exact as level 2. */
const FAR_BELOW = 0.4;
/** The same of texts that text-sense is not asked about: level 2 without it is not much less exact. */
const BELOW = 0.8;

/** Where the cascade may stop by what one of its levels says, on the calibration split, and what that costs on the validation split. */
function judgeExit(
  evidence: ExitEvidence,
  { by, budget, farBelow }: { by: StopsBy; budget: ExitBudget; farBelow: number },
  say: (message: string) => void,
): JudgedExit {
  const stopsBelow = Object.fromEntries(
    Object.entries(REVIEW_FROM).map(([category, review]) => [category, farBelow * review]),
  );
  const calibration = exitRows(evidence.labelled.calibration, by);
  const validation = exitRows(evidence.labelled.validation, by);
  const trials = exitTrials(evidence, by, stopsBelow);
  const narrowed = narrowedExit(calibration, trials, budget);
  const choices = [...exitChoices(calibration, trials), ...(narrowed ? [narrowed] : [])].sort(
    (a, b) => b.share - a.share,
  );
  const wide = widestWithin(choices, budget);
  const exit =
    Object.keys(wide.bounds).length > 0
      ? withoutQuietHarm(wide, REVIEW_FROM)
      : certainHarm(
          widestWithin(choices, { ...budget, copiesPast: 1, hardPast: 1, unseenPast: 1 }),
          REVIEW_FROM,
        );
  const exitFigures = measureExit(validation, exit.bounds);
  for (const { width, share, loss, worst, copiesPast, textsPast, hardPast, unseenPast } of choices)
    say(
      `width ${width}: stops ${share.toFixed(3)}, loses ${loss.toFixed(4)} in ${worst}, past ${copiesPast.toFixed(4)} ${textsPast.toFixed(3)}, hard ${hardPast.toFixed(4)}, unseen ${unseenPast.toFixed(4)}`,
    );
  say(`exit: ${JSON.stringify(exit)} ${JSON.stringify(exitFigures)}`);
  const unseenFigures = evidence.unseen.tell.map(({ category, said }) => {
    const texts = said.map((each) => hardText(each, by));
    return {
      category,
      texts: texts.length,
      caught: texts.filter(({ caught }) => caught).length,
      past: Math.round(texts.length * sharePast(texts, exit.bounds)),
    };
  });
  say(`unseen: ${JSON.stringify(unseenFigures)}`);
  return {
    exit,
    exitFigures,
    choices,
    budget,
    farBelow,
    unseen: unseenFigures,
  };
}
