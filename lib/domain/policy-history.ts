import { z } from "zod";
import { type PolicyBody, policyBodySchema } from "./policy";
import { CATEGORIES, CATEGORY_TITLES } from "./taxonomy";

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
  const [from, to] = [before.recalibration, after.recalibration];
  if (JSON.stringify(from) !== JSON.stringify(to))
    changes.push({
      path: "recalibration",
      title: "Recalibration: labels it was fitted on",
      from: from?.labels ?? null,
      to: to?.labels ?? null,
    });
  return changes;
}
