import { newKeySchema } from "#lib/domain/keys";
import { route } from "#lib/http/route";
import { createKey, listKeys } from "#lib/services/manage-keys";

export const GET = route({
  auth: { role: "admin" },
  handle: async ({ principal }) => ({ keys: await listKeys(principal.orgId) }),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: newKeySchema },
  handle: async ({ principal, body }) =>
    Response.json(await createKey(principal.orgId, body, principal.userId), { status: 201 }),
});
