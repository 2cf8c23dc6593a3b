import { acceptInviteSchema } from "#lib/domain/people";
import { tokenParams } from "#lib/http/params";
import { limitRate } from "#lib/http/rate-limit";
import { route } from "#lib/http/route";
import { acceptInvite, viewInvite } from "#lib/services/invite-person";

/** Requests that one address may make at once, and how many more each second. */
const ADDRESS_RATE = { burst: 30, perSecond: 0.2 };

export const GET = route({
  auth: "public",
  schemas: { params: tokenParams },
  handle: async ({ params, address }) => {
    await limitRate(`invite:${address}`, ADDRESS_RATE);
    return viewInvite(params.token);
  },
});

export const POST = route({
  auth: "public",
  schemas: { params: tokenParams, body: acceptInviteSchema },
  handle: async ({ params, body, address }) => {
    await limitRate(`invite:${address}`, ADDRESS_RATE);
    return Response.json({ email: await acceptInvite(params.token, body) }, { status: 201 });
  },
});
