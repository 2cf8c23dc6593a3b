import type { Category } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Opinion } from "./generated/client";

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

/** Removes a person's opinions that were taken back. */
export async function deleteOpinions(tx: Db, taskIds: string[], reviewerId: string): Promise<void> {
  await tx.opinion.deleteMany({ where: { taskId: { in: taskIds }, reviewerId } });
}

/** The opinions on a task, oldest first. */
export function listOpinions(tx: Db, taskId: string): Promise<Opinion[]> {
  return tx.opinion.findMany({ where: { taskId }, orderBy: { createdAt: "asc" } });
}

/** Who gave an opinion on a task. */
export async function opinionGivers(taskId: string): Promise<string[]> {
  return (await listOpinions(db(), taskId)).map(({ reviewerId }) => reviewerId);
}
