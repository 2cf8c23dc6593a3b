import type { KeptHidden, MediaKind } from "./media";
import { gravestSeverity, type PolicyBody } from "./policy";
import { CATEGORIES, type Category } from "./taxonomy";
import { HASH_LIST_KINDS, type ListKind, type StageResult, type Verdict } from "./verdict";
import { GRAVE } from "./wellbeing";

/** All that is known of an item when its media come before a person's eyes. */
export interface Sighted {
  verdict: Pick<Verdict, "scores" | "decidedBy"> | null;
  stages: readonly Pick<StageResult, "modality" | "outcome" | "scores" | "matches">[];
  policy: PolicyBody;
  /** Severity known from elsewhere, 1 to 5: named by who took it down, or of the near-duplicate that it came up with. */
  severity: number;
  /** This person decides before they see what the models think. */
  blind: boolean;
}

const isHash = (kind: ListKind) => (HASH_LIST_KINDS as readonly ListKind[]).includes(kind);

/**
 * Why a medium stays hidden, grey and silent until it is asked for, whatever a person wishes; null where their wish holds. In blind
 * review everything stays hidden: anything else would tell what the models think.
 */
export function keptHidden(
  kind: MediaKind,
  { verdict, stages, policy, severity, blind }: Sighted,
): KeptHidden | null {
  if (blind) return "blind";
  const matches = stages.flatMap((stage) => stage.matches).filter(({ action }) => action !== "allow");
  if (matches.some((match) => isHash(match.kind))) return "known";
  const scores = verdict?.scores ?? {};
  const suspected = [
    ...(verdict?.decidedBy ?? []),
    ...matches.map(({ category }) => category),
    ...CATEGORIES.filter((category) => (scores[category] ?? 0) >= policy.categories[category].review),
  ];
  if (Math.max(severity, gravestSeverity(policy, suspected)) >= GRAVE) return "grave";
  return verdict && wasSeen(kind, stages) ? null : "unjudged";
}

/** Whether models looked at a medium of this kind, and none of them failed. */
function wasSeen(kind: MediaKind, stages: Sighted["stages"]): boolean {
  const own = stages.filter(({ modality }) => modality === kind);
  const failed = own.some(({ outcome }) => outcome === "failed" || outcome === "timeout");
  return !failed && own.some(({ scores }) => Object.keys(scores).length > 0);
}

/** A decision as far as it tells how grave an item is. */
export interface Ruling {
  outcome: Verdict["decision"];
  categories: readonly string[];
  severity: number | null;
  undoneAt: Date | null;
}

/** Severity of the last decision that stands, 1 to 5; 1 where it is no take-down. `rulings` are oldest first. */
export function severityRuled(rulings: readonly Ruling[], policy: PolicyBody): number {
  const last = rulings.findLast(({ undoneAt }) => undoneAt === null);
  if (last?.outcome !== "BLOCK") return 1;
  return last.severity ?? gravestSeverity(policy, last.categories as Category[]);
}
