import { randomUUID } from "node:crypto";
import { openaiModerationsOperation } from "#lib/domain/api/operations/drop-ins";
import { MAX_TEXT } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import {
  inputsOf,
  type ModerationInput,
  type ModerationRequest,
  notCovered,
  toModeration,
} from "#lib/domain/openai-moderation";
import { MOST_SCORED } from "#lib/domain/score";
import { JsonReply } from "#lib/http/reply";
import { score } from "#lib/http/score-client";
import { serve } from "#lib/http/serve";

const DEADLINE_MS = 10_000;
/** A picture may have to be fetched and read. */
const IMAGE_DEADLINE_MS = 30_000;

function judgeable(body: ModerationRequest): ModerationInput[] {
  const inputs = inputsOf(body, MAX_TEXT, MOST_SCORED);
  if (Array.isArray(inputs)) return inputs;
  const { param, message } = inputs;
  const pointer = `/${param.replaceAll(/\[(\d+)\]/g, "/$1")}`;
  throw new Failure("invalid_input", `${param}: ${message}`, { errors: [{ pointer, message }] });
}

export const POST = serve(openaiModerationsOperation, async ({ principal, body, request }) => {
  const inputs = judgeable(body).map((input) => ({ ...input, language: null }));
  const deadlineMs = inputs.some(({ image }) => image) ? IMAGE_DEADLINE_MS : DEADLINE_MS;
  const wanted = { orgId: principal.orgId, inputs, deadlineMs };
  const { results } = await score(wanted, request.signal).catch((error) => {
    // Texts have been checked: what is wrong with the input is the picture.
    if (!(error instanceof Failure) || !["invalid_input", "too_large"].includes(error.code)) throw error;
    const { code, message } = error;
    throw new Failure(code, message, { errors: [{ pointer: "/input", message }] });
  });
  const id = `modr-${randomUUID().replaceAll("-", "")}`;
  return new JsonReply({ id, model: body.model, results: results.map(toModeration) }, 200, {
    "sightline-not-covered": notCovered(results).join(", "),
  });
});
