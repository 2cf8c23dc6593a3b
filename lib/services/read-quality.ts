import { rateWithInterval } from "#lib/domain/agreement";
import { agreements, pairwise, type Quality, towardsConsensus } from "#lib/domain/quality";
import { countChecks, listDisagreements, listRatings } from "#lib/store/quality";
import type { ReviewTask } from "#lib/store/tasks";
import { findUserNames } from "#lib/store/user-names";
import { opinionsOn } from "./desk-task";

type Disagreement = Quality["disagreements"][number];

const DAY_MS = 24 * 3_600_000;
const MOST_DISAGREEMENTS = 50;

/** Whether `userId` may take an open disagreement. */
function standingOf(task: ReviewTask, userId: string, now: number): Disagreement["standing"] {
  if (task.excluded.includes(userId)) return "excluded";
  if (task.state === "open") return "free";
  const held = task.leaseOwner === userId && (task.leaseUntil?.getTime() ?? 0) > now;
  return held ? "own" : "taken";
}

/** How well people agree, with each other and with known answers, and what they disagree on, as the lead `userId` sees it. */
export async function readQuality(orgId: string, days: number, userId: string): Promise<Quality> {
  const now = Date.now();
  const since = new Date(now - days * DAY_MS);
  const [ratings, checks, open] = await Promise.all([
    listRatings(orgId, since),
    countChecks(orgId, since),
    listDisagreements(orgId, MOST_DISAGREEMENTS),
  ]);
  const ids = [...new Set([...ratings, ...checks].map(({ reviewerId }) => reviewerId))];
  const names = await findUserNames(ids);
  const nameOf = (id: string) => names.get(id) ?? "Somebody who has left";
  const tally = (kind: string, reviewerId?: string): [number, number] => {
    const rows = checks.filter((row) => row.kind === kind && (!reviewerId || row.reviewerId === reviewerId));
    const sum = (part: typeof rows) => part.reduce((total, row) => total + row._count, 0);
    return [sum(rows.filter((row) => row.agrees)), sum(rows)];
  };
  const [golden, second] = [tally("golden"), tally("qa")];
  const middle = new Date(now - (days * DAY_MS) / 2);
  return {
    days,
    ...agreements(ratings),
    pairs: pairwise(ratings, nameOf),
    // By name: whoever sorts people by a rate makes a ranking of them.
    reviewers: ids
      .map((id) => {
        const [ownGolden, ownSecond] = [tally("golden", id), tally("qa", id)];
        return {
          name: nameOf(id),
          ...towardsConsensus(ratings, id, middle),
          golden: rateWithInterval(...ownGolden),
          goldenServed: ownGolden[1],
          secondReview: rateWithInterval(...ownSecond),
          secondReviewed: ownSecond[1],
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name, "en")),
    golden: { served: golden[1], right: rateWithInterval(...golden) },
    secondReviews: { done: second[1], agreed: rateWithInterval(...second) },
    disagreements: await Promise.all(
      open.map(async (task) => ({
        taskId: task.id,
        leaseToken: task.leaseToken,
        standing: standingOf(task, userId, now),
        itemId: task.itemId,
        queue: task.queue,
        categories: task.categories,
        since: task.createdAt.toISOString(),
        opinions: ((await opinionsOn(task)) ?? []).map(({ decision, categories }) => ({
          decision,
          categories,
        })),
      })),
    ),
  };
}
