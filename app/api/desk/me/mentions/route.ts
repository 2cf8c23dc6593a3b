import { mentionsReadSchema } from "#lib/domain/notes";
import { route } from "#lib/http/route";
import { markRead, readMentions } from "#lib/services/item-notes";

export const GET = route({
  auth: { role: "moderator" },
  handle: ({ principal }) => readMentions(principal),
});

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: mentionsReadSchema },
  handle: ({ principal, body }) => markRead(principal, body.noteIds),
});
