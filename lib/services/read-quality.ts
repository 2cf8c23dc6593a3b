import { rateWithInterval } from "#lib/domain/agreement";
import { agreements, pairwise, type Quality, towardsConsensus } from "#lib/domain/quality";
import { countChecks, listDisagreements, listRatings } from "#lib/store/quality";
import { findUserNames } from "#lib/store/user-names";
import { opinionsOn } from "./desk-task";

const DAY_MS = 24 * 3_600_000;
const MOST_DISAGREEMENTS = 50;

/** How well people agree, with each other and with known answers, and what they disagree on. */
export async function readQuality(orgId: string, days: number): Promise<Quality> {
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
