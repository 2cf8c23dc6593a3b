import { LONGEST_LATE_SHARE } from "./claim-order";
import { DUE_SECONDS } from "./priority";
import { PRIORITIES, type Priority } from "./taxonomy";

/** Tasks that are due together. */
export interface DueGroup {
  queue: string;
  priority: Priority;
  leadsOnly: boolean;
  /** Minutes from now; negative is overdue. */
  due: number;
  waiting: number;
}

/** What was done within the last minutes, over all queues. */
export interface Flow {
  minutes: number;
  done: number;
  /** Mean number of people who were deciding. */
  people: number;
}

export interface ForecastInput {
  groups: DueGroup[];
  /** Tasks that are being looked at now. */
  inReview: number;
  /** The last minutes, and the last hour. */
  recent: Flow;
  hour: Flow;
  arrivedLastHour: Record<Priority, number>;
}

export interface QueueAtRisk {
  queue: string;
  priority: Priority;
  leadsOnly: boolean;
  willBeLate: number;
}

export interface Forecast {
  /** What the pace was read from; null when too little was decided within the hour to say. */
  pace: { perHour: number; minutes: number; decided: number; people: number } | null;
  arrivalsPerHour: number;
  /** Until nothing waits at this pace; null when the queues do not shrink or the pace is not known. */
  drainMinutes: number | null;
  /** Waiting tasks, not overdue yet, that this pace does not reach in time; null when the pace is not known. */
  willBeLate: number | null;
  /** Until the first of them is overdue. */
  firstLateInMinutes: number | null;
  atRisk: QueueAtRisk[];
  /** Waiting tasks that are due within the hour: what is at stake while nobody decides. */
  dueWithinHour: number;
  /** People more than now who keep every deadline still ahead; null when that many would not help or is not known. */
  morePeople: number | null;
}

/** Decisions from which a pace can be read: of fewer, the next one changes it by more than a fifth. */
export const FEWEST_FOR_PACE = 5;
/** Decisions from which the last minutes say more than the hour. */
export const FEWEST_FOR_RECENT = 10;
/** No longer deadline exists. */
const HORIZON_MINUTES = 24 * 60;
/** More people than this at once is not a hint that anybody can act on. */
const MOST_MORE_PEOPLE = 50;
/** Less than half a task is no task. */
const HALF = 0.5;

/** The latest stretch of time with enough decisions in it: the last minutes, else the hour, else none. */
function paceOf({ recent, hour }: ForecastInput): Forecast["pace"] {
  const [flow, fewest] =
    recent.done >= FEWEST_FOR_RECENT ? [recent, FEWEST_FOR_RECENT] : [hour, FEWEST_FOR_PACE];
  if (flow.done < fewest) return null;
  return {
    perHour: (flow.done * 60) / flow.minutes,
    minutes: flow.minutes,
    decided: flow.done,
    people: flow.people,
  };
}

interface Served {
  /** By place in `groups`: tasks of theirs that were not reached before they were due. */
  late: number[];
  /** When the first task that was in time broke its deadline, of those waiting and those that came; in minutes. */
  firstLate: number | null;
  /** Tasks, waiting or still to come, whose deadline broke. */
  broken: number;
}

interface Lane {
  due: number;
  left: number;
  /** Place in `groups`; null for what came later. */
  group: number | null;
}

/**
 * Serves what waits, and what keeps coming as in the last hour, minute by minute in the order of claims (`claimOrder`):
 * by deadline; while anything is late, three parts by priority and one to the longest late. Tasks are a fluid here.
 *
 * @param perMinute tasks that are done in a minute
 * @param enough stops, with figures that go no further, once so many deadlines are broken
 */
export function serve(
  input: Pick<ForecastInput, "groups" | "inReview" | "arrivedLastHour">,
  perMinute: number,
  enough = Number.POSITIVE_INFINITY,
): Served {
  const late = input.groups.map(() => 0);
  const lanes = new Map<Priority, Lane[]>(PRIORITIES.map((priority) => [priority, []]));
  for (const [group, { priority, due, waiting }] of input.groups.entries())
    lanes.get(priority)?.push({ due: Math.min(due, DUE_SECONDS[priority] / 60), left: waiting, group });
  for (const lane of lanes.values()) lane.sort((a, b) => a.due - b.due);
  const at = new Map<Priority, number>(PRIORITIES.map((priority) => [priority, 0]));
  const checked = new Map<Priority, number>(PRIORITIES.map((priority) => [priority, 0]));
  let firstLate: number | null = null;
  let broken = 0;

  const head = (priority: Priority): Lane | null => {
    const lane = lanes.get(priority) ?? [];
    let place = at.get(priority) ?? 0;
    while (place < lane.length && (lane[place] as Lane).left <= 0) place++;
    at.set(priority, place);
    return lane[place] ?? null;
  };
  /** Takes up to `share` from whatever `next` names; answers what is over. */
  const take = (share: number, next: () => Lane | null): number => {
    let over = share;
    for (let lane = next(); over > 1e-9 && lane; lane = next()) {
      const taken = Math.min(over, lane.left);
      lane.left = lane.left - taken < 1e-9 ? 0 : lane.left - taken;
      over -= taken;
    }
    return over;
  };
  const earliest = () =>
    PRIORITIES.reduce<Lane | null>((best, priority) => {
      const lane = head(priority);
      return lane && (!best || lane.due < best.due) ? lane : best;
    }, null);
  const gravest = () => PRIORITIES.reduce<Lane | null>((best, priority) => best ?? head(priority), null);

  // What is on desks is done first.
  let busy = input.inReview;
  for (let minute = 0; minute < HORIZON_MINUTES && broken < enough; minute++) {
    for (const priority of PRIORITIES) {
      const rate = input.arrivedLastHour[priority] / 60;
      if (rate > 0)
        lanes.get(priority)?.push({ due: minute + DUE_SECONDS[priority] / 60, left: rate, group: null });
    }
    const free = Math.max(0, perMinute - busy);
    busy = Math.max(0, busy - perMinute);
    const oldest = earliest();
    const overload = oldest !== null && oldest.due < minute;
    const over = overload ? take(free * (1 - LONGEST_LATE_SHARE), gravest) : 0;
    take(overload ? over + free * LONGEST_LATE_SHARE : free, earliest);
    for (const priority of PRIORITIES) {
      const lane = lanes.get(priority) ?? [];
      let place = checked.get(priority) ?? 0;
      for (; place < lane.length && (lane[place] as Lane).due <= minute + 1; place++) {
        const { due, left, group } = lane[place] as Lane;
        if (due < 0 || left <= 1e-9) continue;
        broken += left;
        if (group !== null) late[group] = left;
        if (left >= HALF || broken >= HALF) firstLate ??= Math.max(0, due);
      }
      checked.set(priority, place);
    }
  }
  return { late, firstLate, broken };
}

/** The least number of people more at whom no further deadline breaks; null when even many do not keep them. */
function morePeopleNeeded(input: ForecastInput, pace: NonNullable<Forecast["pace"]>): number | null {
  if (pace.people <= 0) return null;
  const each = pace.perHour / 60 / pace.people;
  const keeps = (more: number) => serve(input, each * (pace.people + more), HALF).broken < HALF;
  if (keeps(0)) return 0;
  let [none, enough] = [0, 1];
  while (!keeps(enough)) {
    if (enough >= MOST_MORE_PEOPLE) return null;
    none = enough;
    enough = Math.min(MOST_MORE_PEOPLE, enough * 2);
  }
  while (enough - none > 1) {
    const middle = Math.floor((none + enough) / 2);
    if (keeps(middle)) enough = middle;
    else none = middle;
  }
  return enough;
}

/**
 * Where the queues are going if people go on as they do: how long until they are empty, which deadlines break before
 * anybody comes to them, and how many more people would keep them. All queues are served by all people together: who may
 * take what can make it worse, never better.
 */
export function forecastQueues(input: ForecastInput): Forecast {
  const pace = paceOf(input);
  const waiting = input.groups.reduce((sum, group) => sum + group.waiting, 0);
  const arrivalsPerHour = PRIORITIES.reduce((sum, priority) => sum + input.arrivedLastHour[priority], 0);
  const dueWithinHour = input.groups.reduce(
    (sum, { due, waiting: n }) => sum + (due >= 0 && due < 60 ? n : 0),
    0,
  );
  const unknown = {
    pace: null,
    drainMinutes: null,
    willBeLate: null,
    firstLateInMinutes: null,
    morePeople: null,
  };
  if (!pace) return { ...unknown, arrivalsPerHour, atRisk: [], dueWithinHour };
  const { late, firstLate } = serve(input, pace.perHour / 60);
  const atRisk = sumByQueue(input.groups, late);
  const net = (pace.perHour - arrivalsPerHour) / 60;
  const work = waiting + input.inReview;
  return {
    pace,
    arrivalsPerHour,
    drainMinutes: work === 0 ? 0 : net > 0 ? work / net : null,
    willBeLate: atRisk.reduce((sum, { willBeLate }) => sum + willBeLate, 0),
    firstLateInMinutes: firstLate,
    atRisk,
    dueWithinHour,
    morePeople: morePeopleNeeded(input, pace),
  };
}

function sumByQueue(groups: DueGroup[], late: number[]): QueueAtRisk[] {
  const sums = new Map<string, QueueAtRisk>();
  for (const [place, { queue, priority, leadsOnly }] of groups.entries()) {
    const key = `${queue} ${priority} ${leadsOnly}`;
    const sum = sums.get(key) ?? { queue, priority, leadsOnly, willBeLate: 0 };
    sum.willBeLate += late[place] ?? 0;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .map((sum) => ({ ...sum, willBeLate: Math.round(sum.willBeLate) }))
    .filter(({ willBeLate }) => willBeLate > 0);
}
