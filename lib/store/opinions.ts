import type { Category } from "#lib/domain/taxonomy";
import type { Db } from "./client";

export interface NewOpinion {
  taskId: string;
  reviewerId: string;
  decision: "APPROVE" | "BLOCK";
  categories: Category[];
  reason: string;
}

/** Records a reviewer's opinion on a task; one per person and task. */
export async function insertOpinion(tx: Db, input: NewOpinion): Promise<void> {
  await tx.opinion.create({ data: input });
}

/** Removes an opinion that was taken back. */
export async function deleteOpinion(tx: Db, taskId: string, reviewerId: string): Promise<void> {
  await tx.opinion.delete({ where: { taskId_reviewerId: { taskId, reviewerId } } });
}
