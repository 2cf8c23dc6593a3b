/* One process of bench/claims.ts: simulated reviewers that claim, look for a moment, and decide. */
import { writeSync } from "node:fs";
import { claimNext } from "../lib/store/claims";
import { inTransaction } from "../lib/store/client";
import { insertOpinion } from "../lib/store/opinions";
import { moveLeased, type ReviewTask } from "../lib/store/tasks";

/** Short, so that tasks of killed processes come back within the bench. */
const LEASE_SECONDS = 3;
const [orgId = "", ...reviewers] = process.argv.slice(2);

/** Reported before the reviewer acts, so that a kill cannot hide a claim. */
function report(task: ReviewTask, ms: number): void {
  const until = task.leaseUntil?.getTime() ?? 0;
  writeSync(
    1,
    `${JSON.stringify({ task: task.id, token: task.leaseToken, from: until - LEASE_SECONDS * 1000, until, ms })}\n`,
  );
}

async function work(userId: string): Promise<void> {
  for (;;) {
    const before = performance.now();
    const task = await claimNext({ orgId, userId, isLead: false }, LEASE_SECONDS);
    if (!task) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    report(task, performance.now() - before);
    // Most decide at once, some dawdle past their lease: a stale decision must then be refused.
    const dawdle = Math.random() < 0.01 ? LEASE_SECONDS * 1000 + 500 : 500 + Math.random() * 2000;
    await new Promise((resolve) => setTimeout(resolve, dawdle));
    await inTransaction(async (tx) => {
      const holder = { orgId, userId, taskId: task.id, leaseToken: task.leaseToken };
      if (await moveLeased(tx, "decide", holder))
        await insertOpinion(tx, {
          taskId: task.id,
          reviewerId: userId,
          decision: "APPROVE",
          categories: [],
          reason: "",
        });
    });
  }
}

process.on("disconnect", () => process.exit(0));
// A server answers its first people warm: connections open, the statement compiled. The bench measures claims, not starts.
const CONNECTIONS = 10;
for (let round = 0; round < 5; round++)
  await Promise.all(
    Array.from({ length: CONNECTIONS }, () =>
      claimNext({ orgId: "nobody", userId: "nobody", isLead: false }, 1),
    ),
  );
// People do not all press the key at once: the first claims are spread over a second.
await Promise.all(
  reviewers.map(async (userId, i) => {
    await new Promise((resolve) => setTimeout(resolve, (i * 1000) / reviewers.length));
    await work(userId);
  }),
);
