import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_LATE_SHARE, nextTask, type Waiting } from "./claim-order";
import { PRIORITIES, type Priority } from "./taxonomy";

/** Time until due in turns; a turn is one task of one reviewer. */
const TURNS: Record<Priority, number> = { high: 4, medium: 9, low: 24 };
const SLOTS: Record<Priority, number> = { high: 1, medium: 2, low: 4 };

interface Arrival {
  at: number;
  priority: Priority;
  harm: number;
}
interface Task extends Waiting {
  at: number;
}

const arrivals = fc.array(
  fc.record({
    at: fc.nat(40),
    priority: fc.constantFrom(...PRIORITIES),
    harm: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 120 },
);

const toTasks = (pattern: Arrival[]): Task[] =>
  pattern.map(({ at, priority, harm }, serial) => {
    const due = at + TURNS[priority];
    const rank = Math.floor(due / SLOTS[priority]) * SLOTS[priority];
    return { id: String(serial).padStart(4, "0"), at, priority, harm, due, rank };
  });

/**
 * Whether so many reviewers could meet every deadline, slots taken whole, in some order: no stretch of time holds more tasks that both
 * come and are due within it than it has turns. For tasks of one turn this condition is also sufficient.
 */
function canBeMet(tasks: Task[], reviewers: number): boolean {
  return tasks.every(({ at: from }) =>
    tasks.every(({ rank: until }) => {
      const within = tasks.filter((task) => task.at >= from && task.rank <= until).length;
      return within <= reviewers * Math.max(0, until - from);
    }),
  );
}

interface Service {
  turn: number;
  task: Task;
  left: Task[];
}

function serve(tasks: Task[], reviewers: number, draw: () => number): Service[] {
  const services: Service[] = [];
  let waiting: Task[] = [];
  for (let turn = 0; services.length < tasks.length; turn++) {
    waiting.push(...tasks.filter((task) => task.at === turn));
    for (let seat = 0; seat < reviewers; seat++) {
      // A task served in this turn is done by the turn's end.
      const task = nextTask(waiting, turn + 1, draw());
      if (!task) break;
      waiting = waiting.filter((other) => other !== task);
      services.push({ turn, task, left: waiting });
    }
  }
  return services;
}

const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
const take = (stream: Iterator<number>) => () => stream.next().value as number;

describe("nextTask", () => {
  it("breaks no deadline under any arrivals that the reviewers can keep up with", () => {
    let met = 0;
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 4 }), draws, (pattern, reviewers, stream) => {
        const tasks = toTasks(pattern);
        fc.pre(canBeMet(tasks, reviewers));
        met += tasks.length > 3 ? 1 : 0;
        for (const { turn, task } of serve(tasks, reviewers, take(stream)))
          expect(turn + 1).toBeLessThanOrEqual(task.due);
      }),
      { numRuns: 300 },
    );
    expect(met).toBeGreaterThan(50);
  });

  it("serves no lower work in time while a task is past its deadline, whatever arrives", () => {
    fc.assert(
      fc.property(arrivals, draws, (pattern, stream) => {
        for (const { turn, task, left } of serve(toTasks(pattern), 1, take(stream))) {
          const late = left.filter((other) => other.due < turn + 1);
          if (task.due >= turn + 1)
            for (const other of late)
              expect(PRIORITIES.indexOf(task.priority)).toBeLessThan(PRIORITIES.indexOf(other.priority));
        }
      }),
    );
  });

  it("gives the longest late its share even when high work never ends", () => {
    const late: Waiting = { id: "late", priority: "low", rank: 0, due: 0, harm: 0 };
    const flood: Waiting = { id: "flood", priority: "high", rank: 5, due: 5, harm: 1 };
    const served = (draw: number) => nextTask([flood, late], 2, draw)?.id;
    expect(served(LONGEST_LATE_SHARE - 0.01)).toBe("late");
    expect(served(LONGEST_LATE_SHARE)).toBe("flood");
  });

  it("orders by harm and age within a slot", () => {
    const at = (id: string, harm: number): Waiting => ({ id, priority: "low", rank: 100, due: 110, harm });
    expect(nextTask([at("b", 0.2), at("a", 0.2), at("c", 0.9)], 0, 0)?.id).toBe("c");
    expect(nextTask([at("b", 0.2), at("a", 0.2)], 0, 0)?.id).toBe("a");
  });
});
