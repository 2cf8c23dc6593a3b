import { newInviteSchema } from "#lib/domain/people";
import { route } from "#lib/http/route";
import { createInvite } from "#lib/services/invite-person";

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: newInviteSchema },
  handle: async ({ principal, body }) => {
    const { id, token, expiresAt } = await createInvite({
      ...body,
      orgId: principal.orgId,
      invitedBy: principal.userId,
    });
    return Response.json(
      { id, path: `/invite/${token}`, expiresAt: expiresAt.toISOString() },
      { status: 201 },
    );
  },
});
