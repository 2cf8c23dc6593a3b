import { deskLettersBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { ownLetters, saveLetters } from "#lib/services/own-letters";

export const GET = route({
  auth: { role: "moderator" },
  handle: async ({ principal }) => ({ letters: await ownLetters(principal.userId) }),
});

export const PUT = route({
  auth: { role: "moderator" },
  schemas: { body: deskLettersBodySchema },
  handle: async ({ principal, body }) => ({ letters: await saveLetters(principal.userId, body.letters) }),
});
