import { z } from "zod";
import { noteBodySchema } from "#lib/domain/notes";
import { route } from "#lib/http/route";
import { addNote, readNotes } from "#lib/services/item-notes";

const params = z.object({ id: z.string().max(100) });

export const GET = route({
  auth: { role: "moderator" },
  schemas: { params },
  handle: (call) => readNotes(call.principal, call.params.id),
});

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params, body: noteBodySchema },
  handle: (call) => addNote(call.principal, call.params.id, call.body.text),
});
