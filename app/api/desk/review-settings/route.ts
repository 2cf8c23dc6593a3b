import { reviewSettingsSchema } from "#lib/domain/review-settings";
import { route } from "#lib/http/route";
import { readReviewSettings, saveReviewSettings } from "#lib/services/manage-review-settings";

export const GET = route({
  auth: { role: "lead" },
  handle: ({ principal }) => readReviewSettings(principal.orgId),
});

export const PUT = route({
  auth: { role: "admin" },
  schemas: { body: reviewSettingsSchema },
  handle: ({ principal, body }) => saveReviewSettings(principal.orgId, body, principal.actor),
});
