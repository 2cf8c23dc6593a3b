import { moderateBodySchema } from "#lib/domain/content";
import { route } from "#lib/http/route";
import { moderateNow } from "#lib/services/moderate-now";

export const POST = route({
  auth: { scope: "moderate" },
  schemas: { body: moderateBodySchema },
  // 20,000 characters are at most 120 kB of escaped JSON; the rest is room for metadata.
  limits: { maxBodyBytes: 262_144 },
  takesUploads: true,
  handle: async ({ principal, body, uploads }) => {
    const item = await moderateNow({ orgId: principal.orgId, apiKeyId: principal.keyId, body, uploads });
    if (item.status === "decided") return item;
    return Response.json(item, { status: 202, headers: { location: `/api/v1/items/${item.id}` } });
  },
});
