import { goldenBodySchema } from "#lib/domain/quality";
import { route } from "#lib/http/route";
import { addGolden, readGolden } from "#lib/services/golden-items";

export const GET = route({
  auth: { role: "lead" },
  handle: ({ principal }) => readGolden(principal.orgId),
});

export const POST = route({
  auth: { role: "lead" },
  schemas: { body: goldenBodySchema },
  handle: ({ principal, body }) => addGolden(principal.orgId, body, principal.actor),
});
