import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { discoveryDocument } from "#lib/domain/perspective-discovery";
import { PERSPECTIVE_DIALECT } from "#lib/http/perspective-dialect";
import { requestOrigin } from "#lib/http/request-origin";
import { route } from "#lib/http/route";

const query = z.looseObject({ version: z.string().default("v1alpha1") });

export const GET = route({
  auth: "public",
  dialect: PERSPECTIVE_DIALECT,
  schemas: { query },
  handle: ({ query, request }) => {
    if (query.version !== "v1alpha1") throw new Failure("not_found", "There is version v1alpha1 only.");
    return discoveryDocument(requestOrigin(request));
  },
});
