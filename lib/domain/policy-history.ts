import { z } from "zod";
import { type PolicyBody, policyBodySchema } from "./policy";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "./taxonomy";

/* Shapes of the policy settings, /api/desk/policy, and how two versions differ. */

export const policyVersionSchema = z.object({
  version: z.int(),
  body: policyBodySchema,
  note: z.string(),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** GET /api/desk/policy: newest version first. */
export const policyHistorySchema = z.object({ active: z.int(), versions: z.array(policyVersionSchema) });
export type PolicyHistory = z.infer<typeof policyHistorySchema>;

/** POST /api/desk/policy */
export const savePolicySchema = z.object({
  body: policyBodySchema,
  /** Why, for those who read the history later. */
  note: z.string().trim().max(300).default(""),
  /** The version the changes were made on; refused when another one came into force meanwhile. */
  basedOn: z.int(),
});
export type SavePolicy = z.input<typeof savePolicySchema>;
export const savedPolicySchema = z.object({ version: z.int() });

export interface PolicyChange {
  /** E.g. `toxicity.review`. */
  path: string;
  /** E.g. `Toxicity: review threshold`. */
  title: string;
  from: string | number | null;
  to: string | number | null;
}

const FIELDS = {
  warn: "warning threshold",
  review: "review threshold",
  block: "block threshold",
  severity: "severity",
  clause: "clause",
  rule: "rule",
} as const;

const CLAUSE_FIELDS = ["title", "rule", "severity", "message"] as const;

function clauseChanges(before: PolicyBody, after: PolicyBody): PolicyChange[] {
  return CATEGORIES.flatMap((category) => {
    const [old, now] = [before, after].map((body) => body.categories[category].clauses ?? []);
    const ids = [...new Set([...(old ?? []), ...(now ?? [])].map(({ id }) => id))];
    return ids.flatMap((id) => {
      const from = old?.find((clause) => clause.id === id);
      const to = now?.find((clause) => clause.id === id);
      return CLAUSE_FIELDS.filter((field) => (from?.[field] ?? "") !== (to?.[field] ?? "")).map((field) => ({
        path: `${category}.clauses.${id}.${field}`,
        title: `${CATEGORY_TITLES[category]}: clause ${id}, ${field}`,
        from: from?.[field] ?? null,
        to: to?.[field] ?? null,
      }));
    });
  });
}

const CURVES = { platt: "Platt's curve", isotonic: "isotonic curve" } as const;

/** Per category; where the curves are the same, what else of a recalibration differs: its models and labels. */
function curveChanges(before: PolicyBody, after: PolicyBody): PolicyChange[] {
  const [old, now] = [before.recalibration, after.recalibration];
  const words = (of: typeof old, category: Category): string | null => {
    const curve = of?.curves[category];
    return of && curve ? `${CURVES[curve.kind]} from ${of.labels} labels` : null;
  };
  const same = (category: Category) =>
    JSON.stringify(old?.curves[category]) === JSON.stringify(now?.curves[category]);
  const changes = CATEGORIES.filter((category) => !same(category)).map((category) => ({
    path: `recalibration.${category}`,
    title: `${CATEGORY_TITLES[category]}: recalibration`,
    from: words(old, category),
    to: words(now, category),
  }));
  if (changes.length > 0 || JSON.stringify(old) === JSON.stringify(now)) return changes;
  const models = (of: typeof old) => of?.models.join(", ") ?? null;
  return [{ path: "recalibration", title: "Recalibration: models", from: models(old), to: models(now) }];
}

/** Everything that differs between two policies, in the order of the taxonomy. */
export function policyDiff(before: PolicyBody, after: PolicyBody): PolicyChange[] {
  const changes: PolicyChange[] = [];
  for (const category of CATEGORIES)
    for (const [field, words] of Object.entries(FIELDS) as [keyof typeof FIELDS, string][]) {
      const from = before.categories[category][field] ?? null;
      const to = after.categories[category][field] ?? null;
      const title = `${CATEGORY_TITLES[category]}: ${words}`;
      if (from !== to) changes.push({ path: `${category}.${field}`, title, from, to });
    }
  changes.push(...clauseChanges(before, after));
  if (before.spotCheckRate !== after.spotCheckRate)
    changes.push({
      path: "spotCheckRate",
      title: "Share of approvals that a person checks",
      from: before.spotCheckRate,
      to: after.spotCheckRate,
    });
  changes.push(...curveChanges(before, after));
  return changes;
}
