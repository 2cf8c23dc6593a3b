import { spanWords } from "#lib/client/time";
import type { QueueOverview } from "#lib/domain/desk";
import { FEWEST_FOR_PACE } from "#lib/domain/queue-forecast";

/** Sums over all queues. */
export function totalsOf({ queues }: QueueOverview) {
  const sum = (field: "waiting" | "leased" | "overdue") =>
    queues.reduce((total, queue) => total + queue[field], 0);
  return { waiting: sum("waiting"), leased: sum("leased"), overdue: sum("overdue") };
}

const MINUTE_MS = 60_000;
const number = (value: number) => Math.round(value).toLocaleString("en-GB");
const people = (count: number) => (count === 1 ? "1 more reviewer" : `${count} more reviewers`);
const items = (count: number) => (count === 1 ? "1 item" : `${number(count)} items`);
/** A forecast is not exact to the second. */
const about = (minutes: number) => spanWords(Math.max(1, Math.round(minutes)) * MINUTE_MS);

/** Where the queues are going, in sentences. */
export interface Outlook {
  /** How fast work comes and goes. */
  pace: string;
  /** When the queues are empty. */
  drain: string;
  /** What breaks at this pace; null when nothing does. */
  warning: string | null;
  /** How many people would help. */
  staffing: string | null;
}

/** What the figures say, in words; where there is too little to go by, that. */
export function outlookOf({ queues, forecast, decidedLastHour }: QueueOverview): Outlook {
  const depth = queues.reduce((sum, { waiting, leased }) => sum + waiting + leased, 0);
  if (depth === 0) return { pace: "Nothing waits.", drain: "", warning: null, staffing: null };
  const { pace, arrivalsPerHour, drainMinutes, dueWithinHour } = forecast;
  if (!pace) {
    const due = dueWithinHour > 0 ? `${items(dueWithinHour)} fall due within the hour.` : null;
    return {
      pace:
        decidedLastHour <= 0
          ? "Nobody has decided anything in the last hour, so there is no pace to forecast from."
          : `Only ${decidedLastHour} decided in the last hour: from ${FEWEST_FOR_PACE} on there is a forecast.`,
      drain: "",
      warning: due,
      staffing: null,
    };
  }
  const over = pace.minutes === 60 ? "the last hour" : `the last ${pace.minutes} minutes`;
  return {
    pace: `${number(pace.perHour)} decided an hour, by the pace of ${over}; ${number(arrivalsPerHour)} arrive.`,
    drain: drainWords(drainMinutes, pace.perHour, arrivalsPerHour),
    warning: warningWords(forecast),
    staffing: staffingWords(forecast),
  };
}

function drainWords(drainMinutes: number | null, perHour: number, arrivals: number): string {
  if (drainMinutes !== null) return `At this pace the queues are empty in about ${about(drainMinutes)}.`;
  const growth = Math.round(arrivals - perHour);
  if (growth <= 0) return "At this pace the queues neither grow nor shrink.";
  return `At this pace the queues grow by ${number(growth)} an hour.`;
}

function warningWords({
  willBeLate,
  firstLateInMinutes,
  morePeople,
}: QueueOverview["forecast"]): string | null {
  const first =
    firstLateInMinutes === null
      ? ""
      : firstLateInMinutes < 1
        ? "within a minute"
        : `in ${about(firstLateInMinutes)}`;
  // The first deadline that breaks can be that of an item still to come, before any of those that wait.
  if (willBeLate)
    return `At this pace ${items(willBeLate)} that wait${willBeLate === 1 ? "s" : ""} will be overdue before anybody comes to ${willBeLate === 1 ? "it" : "them"}.${first && ` With what keeps coming, the first deadline breaks ${first}.`}`;
  if (morePeople === 0 || firstLateInMinutes === null) return null;
  return `What waits is reached in time; what keeps coming is not: the first deadline breaks ${first}.`;
}

function staffingWords({ morePeople, firstLateInMinutes }: QueueOverview["forecast"]): string | null {
  if (morePeople === null)
    return firstLateInMinutes === null ? null : "Too close for more people to keep every deadline.";
  return morePeople === 0
    ? "At this pace every deadline that can still be kept is kept."
    : `At this pace ${people(morePeople)} would keep the deadlines.`;
}
