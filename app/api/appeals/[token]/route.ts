import { fileAppealOperation, viewAppealOperation } from "#lib/domain/api/operations/appeals";
import { APPEAL_READS, APPEAL_WRITES } from "#lib/http/appeal-limits";
import { limitRate } from "#lib/http/rate-limit";
import { serve } from "#lib/http/serve";
import { fileAppeal, viewAppeal } from "#lib/services/appeals";

export const GET = serve(viewAppealOperation, async ({ params: { token }, address }) => {
  await limitRate(`appeal-read:${address}`, APPEAL_READS);
  return viewAppeal(token);
});

export const POST = serve(fileAppealOperation, async ({ params: { token }, body, address }) => {
  await limitRate(`appeal-file:${address}`, APPEAL_WRITES);
  return fileAppeal(token, body.statement);
});
