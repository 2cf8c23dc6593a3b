import type { QueueOverview } from "#lib/domain/desk";

/** Sums over all queues, and in a sentence where the pace of the last hour leads. */
export function totalsOf({ queues, decidedLastHour, arrivedLastHour }: QueueOverview) {
  const sum = (field: "waiting" | "leased" | "overdue") =>
    queues.reduce((total, queue) => total + queue[field], 0);
  const waiting = sum("waiting");
  return {
    waiting,
    leased: sum("leased"),
    overdue: sum("overdue"),
    pace: pace(waiting, decidedLastHour, arrivedLastHour),
  };
}

function pace(waiting: number, decided: number, arrived: number): string {
  if (waiting === 0) return "Nothing waits.";
  if (decided === 0) return "Nobody has decided anything in the last hour.";
  const net = decided - arrived;
  if (net === 0) return "At the pace of the last hour the queues neither grow nor shrink.";
  if (net < 0)
    return `At the pace of the last hour the queues grow by ${(-net).toLocaleString("en-GB")} an hour.`;
  const minutes = Math.ceil((waiting / net) * 60);
  const words = minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `At the pace of the last hour the queues are empty in about ${words}.`;
}
