import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../lib/domain/failure";
import { DEFAULT_POLICY } from "../../lib/domain/policy";
import { CATEGORIES, type Category, type Scores } from "../../lib/domain/taxonomy";
import type { GlanceManifest } from "../../lib/inference/manifest";
import { ModelsFolder } from "../../lib/inference/models-folder";
import { generateContrast } from "../../lib/training/contrast/generate";
import { certainHarm, type ExitRow, measureExit, withoutQuietHarm } from "../../lib/training/exit-bounds";
import { exitSection, type JudgedExit } from "../../lib/training/exit-card";
import {
  type ExitBudget,
  type ExitTrials,
  exitChoices,
  type HardText,
  narrowedExit,
  sharePast,
  widestWithin,
} from "../../lib/training/exit-choice";
import { withSection } from "../../lib/training/markdown-table";
import { paddedCopies } from "../../lib/training/padding-trial";
import { unseenHarm } from "../../lib/training/probe/unseen-harm";
import { Random } from "../../lib/training/random";
import {
  type JudgedTogether,
  jointSection,
  paddingSection,
  probeSection,
  type RunningFacts,
} from "../../lib/training/served-card";
import { blendsOf } from "../../lib/training/text-blend";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import { bothLevels, joinedAgain } from "./both-levels";
import { FirstLevel } from "./first-level";
import { sampledHeldOut, TEMPLATES } from "./held-out";
import { judgeJoint } from "./judge-joint";
import { isCaught, judgeRunning, textsToPad } from "./judge-running";
import { openServedDeep } from "./open-deep";

/** What stopping at level 1 may cost on the calibration split. */
const EXIT_BUDGET: ExitBudget = { auc: 0.005, copiesPast: 0.005, hardPast: 0.01, unseenPast: 0.01 };
const HARD_SENTENCES = 3_000;
const SEED = 20_263;

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
): Promise<{ judged: JudgedExit; running: RunningFacts }> {
  const { judged, joint } = await judgeExit(modelsDir, corpus, say);
  const folder = new ModelsFolder(modelsDir);
  const models = folder.models();
  const names = new Set(models.map(({ name }) => name));
  const holder = HOLDERS.find(({ name }) => names.has(name));
  if (!holder) throw new Failure("not_found", `${modelsDir} holds no text model of level 1`);
  const isHolder = (name: string) => HOLDERS.some((each) => each.name === name);
  folder.setDerived((name) => {
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
  return { judged, running };
}

const REVIEW_FROM = Object.fromEntries(
  CATEGORIES.map((category) => [category, DEFAULT_POLICY.categories[category].review]),
) as Record<Category, number>;
/** Below which share of the score that asks a person a text may stop as harmless: level 1 is not as exact as level 2. */
const FAR_BELOW = 0.4;
const STOPS_BELOW = Object.fromEntries(
  Object.entries(REVIEW_FROM).map(([category, review]) => [category, FAR_BELOW * review]),
);

async function judgeExit(
  modelsDir: string,
  corpus: TextDeepCorpus,
  say: (message: string) => void,
): Promise<{ judged: JudgedExit; joint: Joint | undefined }> {
  const { joint, calibration, validation, trials, unseen } = await exitEvidence(modelsDir, corpus, say);
  const narrowed = narrowedExit(calibration, trials, EXIT_BUDGET);
  const choices = [...exitChoices(calibration, trials), ...(narrowed ? [narrowed] : [])].sort(
    (a, b) => b.share - a.share,
  );
  const wide = widestWithin(choices, EXIT_BUDGET);
  const exit =
    Object.keys(wide.bounds).length > 0
      ? withoutQuietHarm(wide, REVIEW_FROM)
      : certainHarm(
          widestWithin(choices, { ...EXIT_BUDGET, copiesPast: 1, hardPast: 1, unseenPast: 1 }),
          REVIEW_FROM,
        );
  const exitFigures = measureExit(validation, exit.bounds);
  for (const { width, share, loss, worst, copiesPast, textsPast, hardPast, unseenPast } of choices)
    say(
      `width ${width}: stops ${share.toFixed(3)}, loses ${loss.toFixed(4)} in ${worst}, past ${copiesPast.toFixed(4)} ${textsPast.toFixed(3)}, hard ${hardPast.toFixed(4)}, unseen ${unseenPast.toFixed(4)}`,
    );
  say(`exit: ${JSON.stringify(exit)} ${JSON.stringify(exitFigures)}`);
  const unseenFigures = unseen.map(({ category, texts }) => ({
    category,
    texts: texts.length,
    caught: texts.filter(({ caught }) => caught).length,
    past: Math.round(texts.length * sharePast(texts, exit.bounds)),
  }));
  say(`unseen: ${JSON.stringify(unseenFigures)}`);
  const judged = {
    exit,
    exitFigures,
    choices,
    budget: EXIT_BUDGET,
    farBelow: FAR_BELOW,
    unseen: unseenFigures,
  };
  return { judged, joint };
}

/** How level 2 is joined with both models of level 1, as the manifest has it, and what that is worth. */
interface Joint {
  derived: NonNullable<GlanceManifest["joint"]>;
  judged: JudgedTogether;
}

const jointOf = (deep: string, judged: JudgedTogether): Joint => ({
  derived: { deep, blend: blendsOf(judged.blends).usual },
  judged,
});

/** English held-out texts as both levels score them, and what an exit is tried against. */
async function exitEvidence(
  modelsDir: string,
  { heldOut, offensive }: TextDeepCorpus,
  say: (message: string) => void,
): Promise<{
  joint: Joint | undefined;
  calibration: ExitRow[];
  validation: ExitRow[];
  trials: ExitTrials;
  /** Unseen texts that choose nothing. */
  unseen: { category: Category; texts: HardText[] }[];
}> {
  const rows = sampledHeldOut(heldOut).filter(({ language }) => language === "en");
  const [level, deep] = [await FirstLevel.open(modelsDir), await openServedDeep(modelsDir)];
  try {
    const said = await bothLevels(
      level,
      deep,
      rows.map(({ text }) => text),
    );
    const joint = level.hasBoth ? jointOf(deep.version, judgeJoint(rows, said, say)) : undefined;
    const blend = joint?.derived.blend;
    const judge = async (texts: readonly string[]) => bothLevels(level, deep, texts, blend);
    const exitRows = (split: string) =>
      rows.flatMap((row, at) => {
        const each = said[at];
        const isAsked = row.split === split && row.source !== TEMPLATES;
        return each?.isDeep && isAsked ? [{ row, ...joinedAgain(each, blend) }] : [];
      });
    const calibration = exitRows("calibration");
    const toPad = textsToPad(calibration.map(({ row }) => row));
    const asTheyStand = await judge(toPad);
    const caught = toPad.filter((_, at) => isCaught(asTheyStand[at]?.second ?? {}));
    const padded = caught.map(paddedCopies);
    const judged = await judge(padded.flat());
    const each = padded[0]?.length ?? 0;
    const hardText = ({ first, second }: { first: Scores; second: Scores }): HardText => ({
      first,
      caught: isCaught(second),
    });
    const copies = padded.map((_, at) => judged.slice(at * each, (at + 1) * each).map(hardText));
    const sentences = generateContrast(new Random(SEED), offensive, HARD_SENTENCES).filter(({ targets }) =>
      Object.values(targets).some((target) => target >= 0.5),
    );
    const hardTexts = async (texts: readonly string[]) => (await judge(texts)).map(hardText);
    const isKept = ({ caught: is }: HardText) => is;
    const hard = (await hardTexts(sentences.map(({ text }) => text))).filter(isKept);
    const chooses = await hardTexts(unseenHarm("calibration").flatMap(({ texts }) => texts));
    const unseen: { category: Category; texts: HardText[] }[] = [];
    for (const { category, texts } of unseenHarm("validation"))
      unseen.push({ category, texts: await hardTexts(texts) });
    const trials = { copies, hard, unseen: chooses.filter(isKept), stopsBelow: STOPS_BELOW };
    return { joint, calibration, validation: exitRows("validation"), trials, unseen };
  } finally {
    await level.close();
  }
}
