import { z } from "zod";
import { analyzeComment, suggestScore } from "#lib/http/perspective";
import { PERSPECTIVE_DIALECT } from "#lib/http/perspective-dialect";
import { route } from "#lib/http/route";

/** Next hands a segment over as it stood in the address: the colon may be escaped. */
const params = z.object({
  method: z
    .string()
    .transform((method) => method.replace(/%3a/i, ":"))
    .pipe(z.enum(["comments:analyze", "comments:suggestscore"])),
});

export const POST = route({
  auth: { scope: "moderate" },
  dialect: PERSPECTIVE_DIALECT,
  schemas: { params, body: z.unknown() },
  // 20 kB of text as escaped as JSON can be, with as much context again.
  limits: { maxBodyBytes: 262_144 },
  handle: ({ principal, params, body, request }) =>
    params.method === "comments:analyze"
      ? analyzeComment(principal, body, request.signal)
      : suggestScore(principal, body),
});
