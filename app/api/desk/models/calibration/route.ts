import { recalibrateBodySchema } from "#lib/domain/recalibration-proposal";
import { route } from "#lib/http/route";
import { dropRecalibration, previewRecalibration, recalibrate } from "#lib/services/recalibrate";

export const GET = route({
  auth: { role: "admin" },
  handle: ({ principal }) => previewRecalibration(principal.orgId),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: recalibrateBodySchema },
  handle: async ({ principal, body }) =>
    Response.json(await recalibrate(principal.orgId, body, principal.userId), { status: 201 }),
});

export const DELETE = route({
  auth: { role: "admin" },
  handle: async ({ principal }) => Response.json(await dropRecalibration(principal.orgId, principal.userId)),
});
