import { randomUUID } from "node:crypto";
import { openaiModerationsOperation } from "#lib/domain/api/operations/drop-ins";
import { MAX_TEXT } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { type ModerationRequest, notCovered, textsOf, toModeration } from "#lib/domain/openai-moderation";
import { MOST_SCORED } from "#lib/domain/score";
import { score } from "#lib/http/score-client";
import { serve } from "#lib/http/serve";

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

export const POST = serve(openaiModerationsOperation, async ({ principal, body, request }) => {
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
});
