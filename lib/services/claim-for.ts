import type { Role } from "#lib/domain/taxonomy";
import { BENIGN } from "#lib/domain/wellbeing";
import {
  type Claimant,
  claimNext,
  claimStock,
  reserveNext,
  reserveStock,
  takeReserved,
} from "#lib/store/claims";
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
  const [limits, { state, settings }] = await Promise.all([
    readClaimLimits(orgId, userId),
    readOwnCare(reviewer),
  ]);
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

type Source = (who: Claimant, seconds: number) => Promise<ReviewTask | null>;

/** The best waiting task for a person under a lease, now and then one whose answer is known; null when none suits. */
export function claimFor(reviewer: Reviewer, leaseSeconds: number): Promise<ReviewTask | null> {
  return serve(reviewer, leaseSeconds, { stock: claimStock, queue: claimNext });
}

/** What a claim would give when the item at hand is done, kept ready; chosen by the same rules. */
export function reserveFor(reviewer: Reviewer, seconds: number): Promise<ReviewTask | null> {
  return serve(reviewer, seconds, { stock: reserveStock, queue: reserveNext });
}

/** The task that was kept ready, under a lease, if it still suits; null when it does not or somebody else had it. */
export async function takeFor(
  reviewer: Reviewer,
  reserved: { taskId: string; leaseToken: number },
  leaseSeconds: number,
): Promise<ReviewTask | null> {
  const who = await claimantFor(reviewer);
  return who && takeReserved(who, reserved, leaseSeconds);
}

async function serve(reviewer: Reviewer, seconds: number, from: { stock: Source; queue: Source }) {
  const who = await claimantFor(reviewer);
  if (!who) return null;
  const golden = Math.random() < who.goldenRate ? await from.stock(who, seconds) : null;
  if (golden) return golden;
  // After a run of grave items the next one is benign where there is one.
  const calm =
    who.maxSeverity === BENIGN + 1 ? await from.queue({ ...who, maxSeverity: BENIGN }, seconds) : null;
  return calm ?? from.queue(who, seconds);
}
