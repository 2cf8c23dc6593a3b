import { baseLanguage } from "#lib/domain/content";
import { traceBodySchema } from "#lib/domain/trace";
import { limitRate } from "#lib/http/rate-limit";
import { route } from "#lib/http/route";
import { traceText } from "#lib/http/trace-client";

const DEADLINE_MS = 20_000;
/** A picture of 10 MB in base64, with a text. */
const MOST_BYTES = 14_500_000;
/** A person who types; not a program that scores. */
const RATE = { perSecond: 4, burst: 30 };

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: traceBodySchema },
  limits: { maxBodyBytes: MOST_BYTES },
  handle: async ({ principal, body, request }) => {
    await limitRate(`playground:${principal.userId}`, RATE);
    const language = baseLanguage(body.language ?? undefined);
    const { text, image } = body;
    const wanted = { orgId: principal.orgId, text, image, language, deadlineMs: DEADLINE_MS };
    return traceText(wanted, request.signal);
  },
});
