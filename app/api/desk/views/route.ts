import { viewBodySchema } from "#lib/domain/item-query";
import { route } from "#lib/http/route";
import { readViews, saveView } from "#lib/services/saved-views";

export const GET = route({
  auth: { role: "moderator" },
  handle: ({ principal }) => readViews(principal),
});

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: viewBodySchema },
  handle: ({ principal, body }) => saveView(principal, body),
});
