/* One process of bench/reviewers.ts: simulated people who claim, look at what the desk shows them, and decide. */
import { writeSync } from "node:fs";
import { Failure } from "../lib/domain/failure";
import { deskTask } from "../lib/services/desk-task";
import { decideTask } from "../lib/services/review-task";
import { claimNext } from "../lib/store/claims";
import type { ReviewTask } from "../lib/store/tasks";
import { HIDDEN_SCORE, NOTE } from "./reviewers-work";

/** One claim as its process saw it; moments in milliseconds of database time. */
export interface Seen {
  task: string;
  token: number;
  from: number;
  until: number;
  /** When the lease ended before its time, as far as is known. */
  ended?: number;
  /** Whether the desk showed an opinion, or scores that it was to hide. */
  early: boolean;
}

/** Short, so that tasks of killed processes come back within the bench. */
const LEASE_SECONDS = 3;
/** Prisma's word for a transaction that found no free connection in time. */
const NO_CONNECTION = "P2028";
const [orgId = "", ...people] = process.argv.slice(2);

/** What the desk shows is looked through before it is reported, and reported before the person acts. */
async function look(task: ReviewTask): Promise<void> {
  const until = task.leaseUntil?.getTime() ?? 0;
  const shown = await deskTask(task);
  const written = JSON.stringify(shown);
  const opinion = !task.adjudication && (shown.opinions !== null || written.includes(NOTE));
  const scores = task.blindModel && !task.adjudication && written.includes(String(HIDDEN_SCORE));
  const seen: Seen = {
    task: task.id,
    token: task.leaseToken,
    from: until - LEASE_SECONDS * 1000,
    until,
    early: opinion || scores,
  };
  writeSync(1, `${JSON.stringify(seen)}\n`);
}

async function work(userId: string, isLead: boolean): Promise<void> {
  for (;;) {
    const task = await claimNext({ orgId, userId, isLead }, LEASE_SECONDS);
    if (!task) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      continue;
    }
    await look(task);
    // Most decide at once, some dawdle past their lease: a stale decision must then be refused.
    const dawdle = Math.random() < 0.03 ? LEASE_SECONDS * 1000 + 700 : 500 + Math.random() * 1500;
    await new Promise((resolve) => setTimeout(resolve, dawdle));
    const block = Math.random() < 0.35;
    await decideTask({ orgId, userId, role: isLead ? "lead" : "moderator" }, task.id, {
      decision: block ? "BLOCK" : "APPROVE",
      categories: block ? ["toxicity"] : [],
      note: `${NOTE}${userId}`,
      leaseToken: task.leaseToken,
    }).catch((error) => {
      // A person is told of either; the item comes back to somebody when its lease has run out.
      const stale = error instanceof Failure && error.code === "stale_lease";
      if (!stale && error.code !== NO_CONNECTION) throw error;
    });
  }
}

process.on("disconnect", () => process.exit(0));
await Promise.all(
  people.map(async (person, i) => {
    const [userId = "", role] = person.split(":");
    await new Promise((resolve) => setTimeout(resolve, (i * 1000) / people.length));
    await work(userId, role === "lead");
  }),
);
