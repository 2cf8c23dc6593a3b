import { channelOf, mergeScores } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import {
  type CategoryProposal,
  type JudgedText,
  proposeRecalibration,
} from "#lib/domain/propose-recalibration";
import type { Recalibration } from "#lib/domain/recalibration";
import type { StageResult } from "#lib/domain/verdict";
import { judgedLabels } from "#lib/store/judged-labels";
import { activePolicy } from "#lib/store/policies";
import { savePolicy } from "./manage-policy";

/** Labels that are looked at; older ones speak of another time. */
const MOST_LABELS = 20_000;

/** What recalibrating would do; GET /api/desk/models/calibration. */
export interface RecalibrationProposal {
  /** `name@version` of the models whose scores the labels judge. */
  models: string[];
  labels: number;
  categories: Omit<CategoryProposal, "curve">[];
  /** What is in force now, if anything. */
  inForce: { models: string[]; labels: number; categories: string[] } | null;
}

interface Fitted {
  models: string[];
  labels: number;
  proposals: CategoryProposal[];
}

/** What the organisation's labels would change, measured on labels that a curve was not fitted on. */
export async function previewRecalibration(orgId: string): Promise<RecalibrationProposal> {
  const [{ models, labels, proposals }, policy] = await Promise.all([fitted(orgId), activePolicy(orgId)]);
  const { recalibration } = policy.body;
  return {
    models,
    labels,
    categories: proposals.map(({ curve: _, ...proposal }) => proposal),
    inForce: recalibration
      ? {
          models: recalibration.models,
          labels: recalibration.labels,
          categories: Object.keys(recalibration.curves),
        }
      : null,
  };
}

/**
 * Fits the curves anew and puts them in force as a version of the policy, which is audited and can be taken back like any
 * other. Scores are recalibrated from labels alone: no model is trained.
 * @throws Failure `conflict` when no category gains
 */
export async function recalibrate(orgId: string, by: string): Promise<{ version: number }> {
  const { models, labels, proposals } = await fitted(orgId);
  const gained = proposals.filter(({ curve }) => curve !== null);
  if (gained.length === 0)
    throw new Failure(
      "conflict",
      "No category gains from recalibration: it takes at least 100 labels, 15 of each kind, that the scores disagree with.",
    );
  const recalibration: Recalibration = {
    models,
    labels,
    curves: Object.fromEntries(gained.map(({ category, curve }) => [category, curve])),
  };
  return putInForce(orgId, by, recalibration, `Recalibrated on ${labels} labels`);
}

/**
 * Takes the curves out of force.
 * @throws Failure `conflict` when there are none
 */
export async function dropRecalibration(orgId: string, by: string): Promise<{ version: number }> {
  const { body } = await activePolicy(orgId);
  if (!body.recalibration) throw new Failure("conflict", "No recalibration is in force.");
  return putInForce(orgId, by, undefined, "Recalibration taken back");
}

async function putInForce(
  orgId: string,
  by: string,
  recalibration: Recalibration | undefined,
  note: string,
): Promise<{ version: number }> {
  const { version, body } = await activePolicy(orgId);
  const { recalibration: _, ...rest } = body;
  const wanted = { ...rest, ...(recalibration ? { recalibration } : {}) };
  return { version: await savePolicy(orgId, { body: wanted, note, basedOn: version }, by) };
}

/** Curves from the labels of items that were judged by the models of the newest one. */
async function fitted(orgId: string): Promise<Fitted> {
  const labels = await judgedLabels(orgId, MOST_LABELS);
  const texts = labels.map(({ results, ...label }) => {
    const scored = results.filter((result) => channelOf(result) === "text" && hasScores(result));
    return { label, models: scored.map(({ model }) => model), scores: mergeScores(scored) };
  });
  // An item that stopped at level 1 names fewer models; the newest that names most says what is in force.
  const models = texts
    .slice(0, 500)
    .reduce<string[]>((most, each) => (each.models.length > most.length ? each.models : most), []);
  const own = texts.filter(
    (each) => each.models.length > 0 && each.models.every((model) => models.includes(model)),
  );
  const judged: JudgedText[] = own.map(({ label, scores }) => ({ ...label, scores }));
  return { models, labels: judged.length, proposals: proposeRecalibration(judged) };
}

const hasScores = ({ scores }: StageResult): boolean => Object.keys(scores).length > 0;
