import { z } from "zod";
import type { PolicyVersion } from "./policy-history";
import { type Recalibration, recalibrationSchema } from "./recalibration";
import { categorySchema } from "./taxonomy";

/* Shapes of /api/desk/models/calibration, and which versions of a policy changed its curves. */

const binSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** Labels, each at its weight. */
  count: z.number(),
  /** Mean probability said, and how often people found it so. */
  said: z.number(),
  seen: z.number(),
});
export type CalibrationBin = z.infer<typeof binSchema>;

const categoryProposalSchema = z.object({
  category: categorySchema,
  labels: z.int(),
  positives: z.int(),
  /** Expected calibration error as served now, and with a new curve on labels it was not fitted on. */
  before: z.number(),
  after: z.number(),
  bins: z.object({ before: z.array(binSchema), after: z.array(binSchema) }),
  reason: z.enum(["adopted", "too_few_labels", "no_gain"]),
  /** How often people stood on the same side of the review threshold as the score that was served. */
  agreement: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** That threshold. */
  reviewFrom: z.number(),
});
export type CategoryView = z.infer<typeof categoryProposalSchema>;

/** GET /api/desk/models/calibration: what recalibrating would do. */
export const recalibrationProposalSchema = z.object({
  /** `name@version` of the models whose scores the labels judge. */
  models: z.array(z.string()),
  /** Labels of items that these models scored, and when the first and the last of them was given. */
  labels: z.int(),
  since: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  /** Labels left out: of items scored by other versions, and of harm in posts that hold more than text. */
  leftOut: z.object({ otherModels: z.int(), otherParts: z.int() }),
  /** What a category takes. */
  needs: z.object({ labels: z.int(), ofEach: z.int() }),
  categories: z.array(categoryProposalSchema),
  /** Version of the policy in force. */
  basedOn: z.int(),
  /** The curves in force; `stale` where they were fitted for models that no longer score. */
  inForce: recalibrationSchema.extend({ stale: z.boolean() }).nullable(),
  /** What would be in force with every category that gains; null where none does. */
  proposed: recalibrationSchema.nullable(),
});
export type RecalibrationProposal = z.infer<typeof recalibrationProposalSchema>;

const note = z.string().trim().max(300).default("");

/** POST /api/desk/models/calibration: what was previewed, or the curves of an earlier version again. */
export const recalibrateBodySchema = z.union([
  z.object({
    /** The version that the preview was made on, and the labels it stood on. */
    basedOn: z.int(),
    until: z.iso.datetime(),
    labels: z.int(),
    /** Categories to adopt the new curve for. */
    categories: z.array(categorySchema).min(1),
    note,
  }),
  z.object({ basedOn: z.int(), asInVersion: z.int(), note }),
]);
export type RecalibrateBody = z.input<typeof recalibrateBodySchema>;

/** The curves in force with those of some categories of a proposal in their place. */
export function withAdopted(
  proposed: Recalibration,
  inForce: Recalibration | null,
  categories: readonly string[],
): Recalibration {
  const kept = Object.entries(inForce?.curves ?? {}).filter(([category]) => !categories.includes(category));
  const adopted = Object.entries(proposed.curves).filter(([category]) => categories.includes(category));
  return { ...proposed, curves: Object.fromEntries([...kept, ...adopted]) };
}

export interface RecalibrationChange {
  version: PolicyVersion;
  /** What it put in force; null where it took the curves back. */
  recalibration: Recalibration | null;
  /** The version before it, whose curves can be put back. */
  before: number;
}

/** The versions that changed the curves, newest first. Versions come newest first. */
export function recalibrationChanges(versions: readonly PolicyVersion[]): RecalibrationChange[] {
  return versions.flatMap((version, at) => {
    const before = versions[at + 1];
    const [was, is] = [before?.body.recalibration, version.body.recalibration];
    if (!before || JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ version, recalibration: is ?? null, before: before.version }];
  });
}
