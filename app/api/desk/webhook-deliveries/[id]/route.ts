import { serialParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { sendAgain } from "#lib/services/manage-webhooks";

/** Sends a finished event again. */
export const POST = route({
  auth: { role: "admin" },
  schemas: { params: serialParams },
  handle: async ({ principal, params }) => {
    await sendAgain(principal.orgId, params.id, principal.userId);
    return new Response(null, { status: 202 });
  },
});
