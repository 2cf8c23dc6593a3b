import type { ReviewSettings } from "#lib/domain/review-settings";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { putReviewSettings, readReviewSettings as readStored } from "#lib/store/review-settings";

/** Replaces how people decide here; what waits already keeps the opinions it was opened with. */
export function saveReviewSettings(
  orgId: string,
  settings: ReviewSettings,
  by: string,
): Promise<ReviewSettings> {
  return inTransaction(async (tx) => {
    await putReviewSettings(tx, orgId, settings);
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "review_settings.saved",
      subject: orgId,
      payload: { ...settings },
    });
    return settings;
  });
}

/** How people decide here. */
export function readReviewSettings(orgId: string): Promise<ReviewSettings> {
  return readStored(orgId);
}
