import type { Category } from "#lib/domain/taxonomy";
import type { Db } from "./client";
import { newId } from "./ids";

export interface NewSuggestion {
  orgId: string;
  apiKeyId: string;
  contentId: string;
  bodyHash: string;
  text: string;
  language: string | null;
  community: string | null;
  decidedBy: string;
  about: Category[];
  categories: Category[];
  harmful: boolean;
  weight: number;
}

/** Names the items that came as a label, and the labels. */
const SOURCE = "suggestion";

/** Writes a decided item with its label, or replaces the label of the item that is there. Answers the item's id. */
export async function putSuggestion(tx: Db, suggestion: NewSuggestion): Promise<string> {
  const { about, categories, harmful, weight, decidedBy, ...content } = suggestion;
  const { orgId, contentId } = content;
  const decision = {
    decision: harmful ? ("BLOCK" as const) : ("APPROVE" as const),
    decidedBy,
    decidedAt: new Date(),
  };
  const item = { ...content, ...decision, id: newId("itm"), modalities: ["text"], context: SOURCE };
  const inserted = await tx.item.createManyAndReturn({
    data: [{ ...item, state: "decided" }],
    skipDuplicates: true,
    select: { id: true },
  });
  const known =
    inserted[0] ??
    (await tx.item.update({ where: { orgId_contentId: { orgId, contentId } }, data: decision }));
  await tx.label.deleteMany({ where: { itemId: known.id, source: SOURCE } });
  await tx.label.create({
    data: { id: newId("lbl"), orgId, itemId: known.id, about, categories, harmful, source: SOURCE, weight },
  });
  return known.id;
}
