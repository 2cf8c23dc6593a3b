import { createHash } from "node:crypto";
import { gravestSeverity, type PolicyBody } from "#lib/domain/policy";
import { GENERAL_QUEUE, queueFor } from "#lib/domain/queue-rules";
import { opinionsNeeded } from "#lib/domain/review-settings";
import type { Category, Priority, Scores } from "#lib/domain/taxonomy";
import type { Db } from "#lib/store/client";
import type { Item } from "#lib/store/items";
import { listQueues } from "#lib/store/queues";
import { readReviewSettings } from "#lib/store/review-settings";
import { insertTask, type NewTask } from "#lib/store/tasks";
import { countActivePeople } from "#lib/store/users";

export interface OpenTask extends Pick<NewTask, "kind" | "appealId" | "excluded" | "arrivedAt"> {
  item: Pick<Item, "id" | "orgId" | "text" | "language" | "community">;
  policy: PolicyBody;
  categories: Category[];
  scores: Scores;
  priority: Priority;
  harm: number;
}

/** Puts an item before people, in the queue whose rule fits, with all that decides who may take it. */
export async function openTask(tx: Db, input: OpenTask): Promise<string> {
  const { item, policy, categories, scores, priority, kind, ...rest } = input;
  const severity = gravestSeverity(policy, categories);
  const values = Object.values(scores);
  const topScore = values.length > 0 ? Math.max(...values) : null;
  const { language, community } = item;
  const facts = { kind, priority, categories, severity, language, community, topScore };
  const queue = queueFor(await listQueues(item.orgId, tx), facts);
  const opinions = kind === "review" ? await opinionsHere(tx, input, queue?.opinions ?? null) : 1;
  return insertTask(tx, {
    ...rest,
    ...facts,
    opinionsNeeded: opinions,
    blindModel: kind === "review" && (queue?.blindModel ?? false),
    orgId: item.orgId,
    itemId: item.id,
    queue: queue?.name ?? GENERAL_QUEUE,
    textHash: textHash(item.text),
  });
}

async function opinionsHere(tx: Db, { item, categories, policy }: OpenTask, queueOpinions: number | null) {
  const settings = await readReviewSettings(item.orgId, tx);
  const people = await countActivePeople(tx, item.orgId);
  return opinionsNeeded({ categories, settings, policy, queueOpinions, people });
}

/** Equal for texts that read the same but for case, width and spacing; null without text. */
export function textHash(text: string | null): string | null {
  const plain = text?.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  return plain ? createHash("sha256").update(plain).digest("hex") : null;
}
