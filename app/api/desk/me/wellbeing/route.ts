import { careBodySchema } from "#lib/domain/wellbeing";
import { route } from "#lib/http/route";
import { changeOwnCare, viewOwnCare } from "#lib/services/own-care";

export const GET = route({
  auth: { role: "moderator" },
  background: true,
  handle: ({ principal }) => viewOwnCare(principal),
});

export const PUT = route({
  auth: { role: "moderator" },
  schemas: { body: careBodySchema },
  handle: ({ principal, body }) => changeOwnCare(principal, body),
});
