import { randomUUID } from "node:crypto";
import { MAX_TEXT } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import {
  type ModerationRequest,
  moderationRequestSchema,
  notCovered,
  textsOf,
  toModeration,
} from "#lib/domain/openai-moderation";
import { MOST_SCORED } from "#lib/domain/score";
import { OPENAI_DIALECT } from "#lib/http/openai-dialect";
import { route } from "#lib/http/route";
import { score } from "#lib/http/score-client";

const DEADLINE_MS = 10_000;

function judgeable(body: ModerationRequest): string[] {
  const texts = textsOf(body, MAX_TEXT, MOST_SCORED);
  if (Array.isArray(texts)) return texts;
  const pointer = `/${texts.param.replaceAll(/\[(\d+)\]/g, "/$1")}`;
  const code = texts.unsupported ? "unsupported" : "invalid_input";
  throw new Failure(code, `${texts.param}: ${texts.message}`, {
    errors: [{ pointer, message: texts.message }],
  });
}

export const POST = route({
  auth: { scope: "moderate" },
  dialect: OPENAI_DIALECT,
  schemas: { body: moderationRequestSchema },
  limits: { maxBodyBytes: 4_000_000 },
  handle: async ({ principal, body, request }) => {
    const inputs = judgeable(body).map((text) => ({ text, language: null }));
    const wanted = { orgId: principal.orgId, inputs, deadlineMs: DEADLINE_MS };
    const { results } = await score(wanted, request.signal);
    return Response.json(
      {
        id: `modr-${randomUUID().replaceAll("-", "")}`,
        model: body.model,
        results: results.map(toModeration),
      },
      { headers: { "sightline-not-covered": notCovered(results).join(", ") } },
    );
  },
});
