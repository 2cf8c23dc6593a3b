import type { Category, Scores } from "../../lib/domain/taxonomy";
import type { GlanceManifest, SenseManifest } from "../../lib/inference/manifest";
import { generateContrast } from "../../lib/training/contrast/generate";
import type { ExitRow } from "../../lib/training/exit-bounds";
import type { ExitTrials, HardText } from "../../lib/training/exit-choice";
import { paddedCopies } from "../../lib/training/padding-trial";
import { unseenHarm } from "../../lib/training/probe/unseen-harm";
import { Random } from "../../lib/training/random";
import type { JudgedTogether } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import { blendsOf } from "../../lib/training/text-blend";
import type { TextDeepCorpus } from "../../lib/training/text-deep-corpus";
import { type BothSaid, bothLevels, joinedAgain } from "./both-levels";
import { FirstLevel } from "./first-level";
import { sampledHeldOut, TEMPLATES } from "./held-out";
import { judgeJoint } from "./judge-joint";
import { isCaught, textsToPad } from "./judge-running";
import { judgeSense, refined, withSense } from "./judge-sense";
import { openServedDeep } from "./open-deep";
import { type KnownLogits, openServedSense } from "./open-sense";

const HARD_SENTENCES = 3_000;
const SEED = 20_263;

/** How a model is joined with another, as the manifest has it, and what that is worth. */
export interface Joint<Derived> {
  derived: NonNullable<Derived>;
  judged: JudgedTogether;
}

/** How the models of the text cascade are joined, and what exits are derived from and tried against. */
export interface ExitEvidence {
  /** With both models of level 1. */
  joint: Joint<GlanceManifest["joint"]> | undefined;
  /** With text-sense. */
  sense: Joint<SenseManifest["joint"]> | undefined;
  /** Labelled texts of either split. */
  labelled: Record<"calibration" | "validation", LabelledSaid[]>;
  /** Padded copies of each of some harmful texts that are caught as they stand. */
  copies: BothSaid[][];
  /** Harmful sentences of the project's own templates. */
  hard: BothSaid[];
  /** Harmful texts by authors who knew neither sets nor templates: those that choose, and the others by category. */
  unseen: { choose: BothSaid[]; tell: { category: Category; said: BothSaid[] }[] };
}

interface LabelledSaid {
  row: HeldOutText;
  said: BothSaid;
}

/** English held-out texts as all models of a folder score them, and how these are joined; `known` is what text-sense has said already. */
export async function exitEvidence(
  modelsDir: string,
  { heldOut, offensive }: TextDeepCorpus,
  say: (message: string) => void,
  known?: KnownLogits,
): Promise<ExitEvidence> {
  const rows = sampledHeldOut(heldOut).filter(({ language }) => language === "en");
  const level = await FirstLevel.open(modelsDir);
  try {
    const [deep, third] = [await openServedDeep(modelsDir), await openServedSense(modelsDir, known)];
    const ask = async (texts: readonly string[]) =>
      withSense(await bothLevels(level, deep, texts), texts, third);
    const alone = await ask(rows.map(({ text }) => text));
    const joint = level.hasBoth ? jointOf(deep.version, judgeJoint(rows, alone, say)) : undefined;
    const before = alone.map((each) => joinedAgain(each, joint?.derived.blend));
    const sense = third ? jointOf(deep.version, judgeSense(rows, before, say)) : undefined;
    const joined = (each: BothSaid) => refined(joinedAgain(each, joint?.derived.blend), sense?.derived.blend);
    const judge = async (texts: readonly string[]) => (await ask(texts)).map(joined);
    const said = alone.map(joined);
    const labelled = (split: string) =>
      rows.flatMap((row, at): LabelledSaid[] => {
        const each = said[at];
        const isAsked = row.split === split && row.source !== TEMPLATES;
        return each?.isDeep && isAsked ? [{ row, said: each }] : [];
      });
    const calibration = labelled("calibration");
    const toPad = textsToPad(calibration.map(({ row }) => row));
    const asTheyStand = await judge(toPad);
    const padded = toPad.filter((_, at) => isCaught(asTheyStand[at]?.second ?? {})).map(paddedCopies);
    const judged = await judge(padded.flat());
    const each = padded[0]?.length ?? 0;
    const sentences = generateContrast(new Random(SEED), offensive, HARD_SENTENCES).filter(({ targets }) =>
      Object.values(targets).some((target) => target >= 0.5),
    );
    const tell: ExitEvidence["unseen"]["tell"] = [];
    for (const { category, texts } of unseenHarm("validation"))
      tell.push({ category, said: await judge(texts) });
    return {
      ...{ joint, sense },
      labelled: { calibration, validation: labelled("validation") },
      copies: padded.map((_, at) => judged.slice(at * each, (at + 1) * each)),
      hard: await judge(sentences.map(({ text }) => text)),
      unseen: { choose: await judge(unseenHarm("calibration").flatMap(({ texts }) => texts)), tell },
    };
  } finally {
    await level.close();
  }
}

const jointOf = (deep: string, judged: JudgedTogether) => ({
  derived: { deep, blend: blendsOf(judged.blends).usual },
  judged,
});

/** What an exit stops by: what level 1 says, or level 2 before text-sense is asked. */
export type StopsBy = (said: BothSaid) => Scores;

/** Labelled texts as an exit sees them. */
export const exitRows = (labelled: readonly LabelledSaid[], by: StopsBy): ExitRow[] =>
  labelled.map(({ row, said }) => ({ row, first: by(said), second: said.second }));

/** What an exit is tried against. */
export function exitTrials(
  { copies, hard, unseen }: ExitEvidence,
  by: StopsBy,
  stopsBelow: ExitTrials["stopsBelow"],
): ExitTrials {
  const texts = (said: readonly BothSaid[]) => said.map((each) => hardText(each, by));
  const caught = (said: readonly BothSaid[]) => texts(said).filter(({ caught: is }) => is);
  return { copies: copies.map(texts), hard: caught(hard), unseen: caught(unseen.choose), stopsBelow };
}

/** A harmful text as an exit sees it. */
export const hardText = (said: BothSaid, by: StopsBy): HardText => ({
  first: by(said),
  caught: isCaught(said.second),
});
