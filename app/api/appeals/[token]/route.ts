import { z } from "zod";
import { fileAppealBodySchema } from "#lib/domain/desk";
import { APPEAL_READS, APPEAL_WRITES } from "#lib/http/appeal-limits";
import { limitRate } from "#lib/http/rate-limit";
import { route } from "#lib/http/route";
import { fileAppeal, viewAppeal } from "#lib/services/appeals";

const params = z.object({ token: z.string().max(100) });
export const GET = route({
  auth: "public",
  schemas: { params },
  handle: async ({ params: { token }, address }) => {
    await limitRate(`appeal-read:${address}`, APPEAL_READS);
    return viewAppeal(token);
  },
});

export const POST = route({
  auth: "public",
  schemas: { params, body: fileAppealBodySchema },
  limits: { maxBodyBytes: 32_768 },
  handle: async ({ params: { token }, body, address }) => {
    await limitRate(`appeal-file:${address}`, APPEAL_WRITES);
    return fileAppeal(token, body.statement);
  },
});
