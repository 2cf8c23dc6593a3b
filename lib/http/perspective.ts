import { baseLanguage } from "#lib/domain/content";
import { analyzeRequestSchema, suggestRequestSchema } from "#lib/domain/perspective";
import { type AnalyzeResponse, analysisOf, planAnalysis, readComment } from "#lib/domain/perspective-analyze";
import { suggestionOf } from "#lib/domain/perspective-suggest";
import { suggestLabel } from "#lib/services/suggest-label";
import type { KeyPrincipal } from "./principal";
import { score } from "./score-client";
import { validate } from "./validate";

const DEADLINE_MS = 10_000;

/** `comments:analyze`: scores of the attributes that the body asks for. Stores nothing. */
export async function analyzeComment(
  { orgId }: KeyPrincipal,
  body: unknown,
  signal: AbortSignal,
): Promise<AnalyzeResponse> {
  const request = validate(analyzeRequestSchema, body);
  const plan = planAnalysis(request);
  const { results } = await score({ orgId, inputs: plan.inputs, deadlineMs: DEADLINE_MS }, signal);
  return analysisOf(request, plan, results);
}

/** `comments:suggestscore`: keeps what the caller says of a comment as a label. */
export async function suggestScore(
  { orgId, keyId, actor }: KeyPrincipal,
  body: unknown,
): Promise<{ clientToken?: string; requestedLanguages?: string[] }> {
  const request = validate(suggestRequestSchema, body);
  const { communityId, clientToken, languages } = request;
  await suggestLabel({
    orgId,
    apiKeyId: keyId,
    actor,
    text: readComment(request.comment).text,
    language: baseLanguage(languages[0]),
    community: communityId?.slice(0, 200) ?? null,
    reference: clientToken ?? null,
    suggestion: suggestionOf(request),
  });
  return {
    ...(clientToken === undefined ? {} : { clientToken }),
    ...(languages.length > 0 ? { requestedLanguages: languages } : {}),
  };
}
