import type { Role } from "#lib/domain/taxonomy";
import { BENIGN } from "#lib/domain/wellbeing";
import { type Claimant, claimNext, claimStock } from "#lib/store/claims";
import { readClaimLimits } from "#lib/store/reviewer-skills";
import type { ReviewTask } from "#lib/store/tasks";
import { readOwnCare } from "./own-care";

/** A signed-in person, as far as the desk is concerned. */
export interface Reviewer {
  orgId: string;
  userId: string;
  role: Role;
}

/** Who asks, with all that decides what they may be given now; null during their break. */
export async function claimantFor(reviewer: Reviewer): Promise<(Claimant & { goldenRate: number }) | null> {
  const { orgId, userId, role } = reviewer;
  const [limits, { state, settings }] = await Promise.all([readClaimLimits(userId), readOwnCare(reviewer)]);
  if (state.maxSeverity === 0) return null;
  const { goldenRate } = settings;
  return {
    orgId,
    userId,
    isLead: role !== "moderator",
    maxSeverity: state.maxSeverity,
    goldenRate,
    ...limits,
  };
}

/** The best waiting task for a person under a lease, now and then one whose answer is known; null when none suits. */
export async function claimFor(reviewer: Reviewer, leaseSeconds: number): Promise<ReviewTask | null> {
  const who = await claimantFor(reviewer);
  if (!who) return null;
  const golden = Math.random() < who.goldenRate ? await claimStock(who, leaseSeconds) : null;
  if (golden) return golden;
  // After a run of grave items the next one is benign where there is one.
  const calm =
    who.maxSeverity === BENIGN + 1 ? await claimNext({ ...who, maxSeverity: BENIGN }, leaseSeconds) : null;
  return calm ?? claimNext(who, leaseSeconds);
}
