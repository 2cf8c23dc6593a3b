import type { z } from "zod";
import { rateWithInterval } from "#lib/domain/agreement";
import { channelOf, mergeScores } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import {
  agreementAt,
  type CategoryProposal,
  FEWEST_LABELS,
  FEWEST_OF_EACH,
  type JudgedText,
  proposeRecalibration,
} from "#lib/domain/propose-recalibration";
import type { Recalibration } from "#lib/domain/recalibration";
import {
  type RecalibrationProposal,
  type recalibrateBodySchema,
  withAdopted,
} from "#lib/domain/recalibration-proposal";
import type { Category } from "#lib/domain/taxonomy";
import { type JudgedLabel, judgedLabels } from "#lib/store/judged-labels";
import { activePolicy, policyAt, type StoredPolicy } from "#lib/store/policies";
import { savePolicy } from "./manage-policy";

/** Labels that are looked at; older ones speak of another time. */
const MOST_LABELS = 20_000;

interface Fitted extends Judged {
  proposals: CategoryProposal[];
  /** The curves in force, where they hold for these models. */
  holding: Recalibration | null;
  proposed: Recalibration | null;
}

/** What the organisation's labels would change, measured on labels that a curve was not fitted on. */
export async function previewRecalibration(orgId: string): Promise<RecalibrationProposal> {
  const policy = await activePolicy(orgId);
  const { models, texts, leftOut, span, proposals, holding, proposed } = await fitted(orgId, policy, null);
  const { recalibration, categories } = policy.body;
  return {
    models,
    ...{ labels: texts.length, leftOut, since: span?.[0] ?? null, until: span?.[1] ?? null },
    needs: { labels: FEWEST_LABELS, ofEach: FEWEST_OF_EACH },
    categories: proposals.map(({ curve: _, ...proposal }) => {
      const { category } = proposal;
      const reviewFrom = categories[category].review;
      const { agree, labels } = agreementAt(texts, category, reviewFrom, holding?.curves[category]);
      return { ...proposal, reviewFrom, agreement: rateWithInterval(agree, labels) };
    }),
    basedOn: policy.version,
    inForce: recalibration ? { ...recalibration, stale: models.length > 0 && !holding } : null,
    proposed,
  };
}

/**
 * Puts curves in force as a version of the policy, which is audited and can be taken back like any other: those that were
 * previewed, fitted again on the same labels, or those of an earlier version. No model is trained.
 * @throws Failure `conflict` where no such category gains, the labels behind the preview or the policy changed since
 */
export async function recalibrate(
  orgId: string,
  body: z.output<typeof recalibrateBodySchema>,
  by: string,
): Promise<{ version: number }> {
  if ("asInVersion" in body) {
    const { body: earlier } = await policyAt(orgId, await known(orgId, body.asInVersion));
    const words = `Curves as in version ${body.asInVersion}`;
    return putInForce(orgId, by, earlier.recalibration, body.note || words, body.basedOn);
  }
  const { categories, labels, until, basedOn, note } = body;
  const found = await fitted(orgId, await activePolicy(orgId), new Date(until));
  if (found.texts.length !== labels)
    throw new Failure("conflict", "The decisions behind this preview have changed. Look at the new one.");
  const gained = categories.filter((category) => found.proposed?.curves[category]);
  if (!found.proposed || gained.length < categories.length)
    throw new Failure("conflict", refusal(found.proposals, categories));
  const wanted = withAdopted(found.proposed, found.holding, gained);
  return putInForce(orgId, by, wanted, note || `Recalibrated on ${labels} decisions of people`, basedOn);
}

/**
 * Takes the curves out of force.
 * @throws Failure `conflict` when there are none
 */
export async function dropRecalibration(orgId: string, by: string): Promise<{ version: number }> {
  const { body, version } = await activePolicy(orgId);
  if (!body.recalibration) throw new Failure("conflict", "No recalibration is in force.");
  return putInForce(orgId, by, undefined, "Recalibration taken back", version);
}

/** Why these categories cannot be recalibrated, in a sentence. */
function refusal(proposals: readonly CategoryProposal[], categories: readonly Category[]): string {
  const few = categories.some(
    (category) =>
      (proposals.find((each) => each.category === category)?.reason ?? "too_few_labels") === "too_few_labels",
  );
  return few
    ? `There are too few decisions yet: a category takes ${FEWEST_LABELS}, with ${FEWEST_OF_EACH} of each kind among them.`
    : "Nothing is gained: on decisions it was not fitted on, the new curve is no better than the scores as they are.";
}

async function known(orgId: string, version: number): Promise<number> {
  const { version: active } = await activePolicy(orgId);
  if (version < 1 || version > active) throw new Failure("conflict", `There is no version ${version}.`);
  return version;
}

async function putInForce(
  orgId: string,
  by: string,
  recalibration: Recalibration | undefined,
  note: string,
  basedOn: number,
): Promise<{ version: number }> {
  const { recalibration: _, ...rest } = (await activePolicy(orgId)).body;
  const body = { ...rest, ...(recalibration ? { recalibration } : {}) };
  return { version: await savePolicy(orgId, { body, note, basedOn }, by) };
}

async function fitted(orgId: string, policy: StoredPolicy, until: Date | null): Promise<Fitted> {
  const judged = judgedTexts(await judgedLabels(orgId, MOST_LABELS, until));
  const { models, texts } = judged;
  const { recalibration } = policy.body;
  const holding = recalibration && sameSet(recalibration.models, models) ? recalibration : null;
  const proposals = proposeRecalibration(texts, holding?.curves);
  const gained = proposals.flatMap(({ category, curve }) => (curve ? [[category, curve] as const] : []));
  const fresh = { models, labels: texts.length, curves: Object.fromEntries(gained) };
  const names = gained.map(([category]) => category);
  return {
    ...judged,
    proposals,
    holding,
    proposed: gained.length > 0 ? withAdopted(fresh, holding, names) : null,
  };
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each));

interface Judged {
  models: string[];
  texts: JudgedText[];
  leftOut: { otherModels: number; otherParts: number };
  /** When the first and the last of the labels was given. */
  span: [string, string] | null;
}

/**
 * The labels of items that were judged by the models of the newest one. That an item is harmful is said of its text only
 * where it holds nothing else that was scored: of others nobody knows which part was meant.
 */
function judgedTexts(labels: readonly JudgedLabel[]): Judged {
  const scored = labels.map(({ results, ...label }) => {
    const ofText = results.filter((result) => channelOf(result) === "text");
    const meant = !label.harmful || ofText.length === results.length;
    return { label, meant, models: ofText.map(({ model }) => model), scores: mergeScores(ofText) };
  });
  const withText = scored.filter(({ models }) => models.length > 0);
  // An item that stopped at level 1 names fewer models; the newest that names most says what is in force.
  const models = withText
    .slice(0, 500)
    .reduce<string[]>((most, each) => (each.models.length > most.length ? each.models : most), []);
  const own = withText.filter((each) => each.models.every((model) => models.includes(model)));
  const used = own.filter(({ meant }) => meant);
  const [newest, oldest] = [labels[0], used.at(-1)?.label];
  return {
    models,
    texts: used.map(({ label: { at: _, ...label }, scores }) => ({ ...label, scores })),
    leftOut: { otherModels: withText.length - own.length, otherParts: own.length - used.length },
    span: newest && oldest ? [oldest.at.toISOString(), newest.at.toISOString()] : null,
  };
}
