import { readAudit } from "../lib/services/read-audit";
import { readItem, readItemDetail } from "../lib/services/read-item";
import { db } from "../lib/store/client";
import { NOTE } from "./reviewers-work";

/** Items looked at in one round. */
const AT_ONCE = 6;

/**
 * Reads items whose opinions are not complete wherever a reviewer, a lead or a program can: the item's page, the public
 * API, the audit log. Answers what gave an opinion away while it was still to be kept.
 */
export async function lookEverywhere(
  orgId: string,
  people: { id: string; role: "moderator" | "lead" }[],
): Promise<{ looked: number; leaks: string[] }> {
  const unsettled = await db().reviewTask.findMany({
    where: { orgId, opinionsNeeded: { gt: 1 }, state: { not: "closed" }, opinions: { some: {} } },
    select: { id: true, itemId: true },
    take: 200,
  });
  const picked = unsettled.sort(() => Math.random() - 0.5).slice(0, AT_ONCE);
  const leaks: string[] = [];
  for (const { id, itemId } of picked) {
    const viewer = people[Math.floor(Math.random() * people.length)] as (typeof people)[number];
    const [page, api, log] = await Promise.all([
      readItemDetail(orgId, itemId, { userId: viewer.id, role: viewer.role }),
      readItem(orgId, itemId, true),
      readAudit(orgId, { subject: itemId }),
    ]);
    const found = [
      ["item page", page.history.some(({ type }) => type === "review") || page.decision !== "FLAG"],
      ["item page, words", JSON.stringify(page).includes(NOTE)],
      [
        "API",
        (api.history ?? []).some(({ type }) => type === "review") || JSON.stringify(api).includes(NOTE),
      ],
      ["audit log", log.rows.some(({ payload }) => "outcome" in payload || "opinions" in payload)],
    ] as const;
    const given = found.filter(([, leaked]) => leaked).map(([where]) => where);
    // It may have been settled while it was read.
    const still = await db().reviewTask.findFirst({
      where: { id, opinionsNeeded: { gt: 1 }, state: { not: "closed" } },
    });
    if (still && given.length > 0) leaks.push(`${itemId}: ${given.join(", ")}`);
  }
  return { looked: picked.length, leaks };
}
