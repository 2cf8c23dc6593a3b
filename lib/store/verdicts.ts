import { z } from "zod";
import type { FeatureRecord } from "#lib/domain/cascade";
import { type StageResult, stageResultSchema, type Verdict, verdictSchema } from "#lib/domain/verdict";
import { type Db, db } from "./client";

export interface StoredVerdict {
  verdict: Verdict;
  policyVersion: number;
  modelVersions: Record<string, string>;
  processingMs: number;
  createdAt: Date;
}

export interface NewVerdict extends Omit<StoredVerdict, "createdAt"> {
  itemId: string;
  /** The item's, by which lists of items find it. */
  orgId: string;
  receivedAt: Date;
  stages: StageResult[];
  features: FeatureRecord[];
}

/** Writes a verdict with its stage results and features. The keys are unique: a second verdict fails. */
export async function insertVerdict(tx: Db, input: NewVerdict): Promise<void> {
  const { itemId, verdict, stages, features, policyVersion, modelVersions, processingMs } = input;
  const { orgId, receivedAt } = input;
  const { decision, confidence, overallSafetyScore, scores, decidedBy } = verdict;
  await tx.verdict.create({
    data: {
      itemId,
      decision,
      confidence,
      safety: overallSafetyScore,
      scores,
      body: verdict,
      policyVersion,
      modelVersions,
      processingMs,
    },
  });
  await tx.stageResult.createMany({
    data: stages.map((result, ord) => ({ itemId, stage: result.stage, model: result.model, ord, result })),
  });
  if (decidedBy.length > 0)
    await tx.itemCategory.createMany({
      data: decidedBy.map((category) => ({ orgId, itemId, receivedAt, category })),
      skipDuplicates: true,
    });
  if (features.length > 0)
    await tx.featureLog.createMany({
      data: features.map(({ model, data }) => ({ itemId, model, data: new Uint8Array(data) })),
    });
}

/** An item's verdict and stages as stored, or nulls when it has not been judged. */
export async function readVerdict(
  itemId: string,
  client: Db = db(),
): Promise<{ verdict: StoredVerdict | null; stages: StageResult[] }> {
  const [row, stages] = await Promise.all([
    client.verdict.findUnique({ where: { itemId } }),
    client.stageResult.findMany({ where: { itemId }, orderBy: { ord: "asc" } }),
  ]);
  const verdict = row && {
    verdict: verdictSchema.parse(row.body),
    policyVersion: row.policyVersion,
    modelVersions: z.record(z.string(), z.string()).parse(row.modelVersions),
    processingMs: row.processingMs,
    createdAt: row.createdAt,
  };
  return { verdict, stages: stages.map((stage) => stageResultSchema.parse(stage.result)) };
}
