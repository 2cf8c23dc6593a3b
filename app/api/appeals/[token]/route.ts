import { z } from "zod";
import { fileAppealBodySchema } from "#lib/domain/desk";
import { limitRate } from "#lib/http/rate-limit";
import { route } from "#lib/http/route";
import { fileAppeal, viewAppeal } from "#lib/services/appeals";

const params = z.object({ token: z.string().max(100) });
/** Enough for a person, too few to guess tokens. */
const READS = { perSecond: 0.5, burst: 30 };
const WRITES = { perSecond: 1 / 60, burst: 5 };

export const GET = route({
  auth: "public",
  schemas: { params },
  handle: async ({ params: { token }, address }) => {
    await limitRate(`appeal-read:${address}`, READS);
    return viewAppeal(token);
  },
});

export const POST = route({
  auth: "public",
  schemas: { params, body: fileAppealBodySchema },
  limits: { maxBodyBytes: 32_768 },
  handle: async ({ params: { token }, body, address }) => {
    await limitRate(`appeal-file:${address}`, WRITES);
    return fileAppeal(token, body.statement);
  },
});
