import { type ReviewSettings, reviewSettingsSchema } from "#lib/domain/review-settings";
import { type Db, db } from "./client";

/** How people decide in an organisation; the defaults where nothing was set. */
export async function readReviewSettings(orgId: string, tx: Db = db()): Promise<ReviewSettings> {
  const row = await tx.reviewSettings.findUnique({ where: { orgId } });
  return reviewSettingsSchema.parse(row?.body ?? {});
}

/** Replaces the settings. */
export async function putReviewSettings(tx: Db, orgId: string, body: ReviewSettings): Promise<void> {
  const data = { body, updatedAt: new Date() };
  await tx.reviewSettings.upsert({ where: { orgId }, create: { orgId, ...data }, update: data });
}
