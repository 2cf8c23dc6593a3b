import { daysBetween, fillBins, type Insights, shareOf } from "#lib/domain/insights";
import {
  countAppeals,
  countDeadlines,
  countPrecision,
  countReliability,
  countScores,
  countVolumes,
} from "#lib/store/insights";

const DAY_MS = 24 * 3_600_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** How the organisation's moderation went over the last days, today included. */
export async function readInsights(orgId: string, days: number): Promise<Insights> {
  const [from, to] = [dayOf(Date.now() - (days - 1) * DAY_MS), dayOf(Date.now())];
  const since = new Date(`${from}T00:00:00Z`);
  const [volumes, tasks, appeals, precision, reliability, scores] = await Promise.all([
    countVolumes(orgId, since),
    countDeadlines(orgId, since),
    countAppeals(orgId, since),
    countPrecision(orgId, since),
    countReliability(orgId, since, 10),
    countScores(orgId, since, 20),
  ]);
  const judged = volumes.reduce((sum, day) => sum + day.approved + day.flagged + day.blocked, 0);
  const auto = volumes.reduce((sum, day) => sum + day.auto, 0);
  const nothing = { received: 0, approved: 0, flagged: 0, blocked: 0, auto: 0 };
  return {
    days,
    from,
    to,
    volumes: daysBetween(from, to).map(
      (day) => volumes.find((row) => row.day === day) ?? { day, ...nothing },
    ),
    autoAction: shareOf(auto, judged),
    deadlines: tasks.map(({ priority, closed, kept }) => ({
      priority,
      closed,
      kept,
      rate: shareOf(kept, closed),
    })),
    timeToDecision: tasks.map(({ priority, median, p90 }) => ({ priority, median, p90 })),
    appeals: { ...appeals, rate: shareOf(appeals.overturned, appeals.decided) },
    precision: precision.map((row) => ({ ...row, rate: shareOf(row.confirmed, row.raised) })),
    reliability: fillBins(reliability, 10).flatMap(({ from: low, to: high, row }) =>
      row
        ? [{ from: low, to: high, labels: row.labels, meanScore: row.meanScore, positive: row.positive }]
        : [],
    ),
    scores: fillBins(scores, 20).map(({ from: low, to: high, row }) => ({
      from: low,
      to: high,
      items: row?.items ?? 0,
    })),
  };
}
