import { z } from "zod";
import { modelNameSchema } from "#lib/domain/model-catalogue";
import { route } from "#lib/http/route";
import { readModel } from "#lib/services/read-models";

export const GET = route({
  auth: { role: "admin" },
  schemas: { params: z.object({ name: modelNameSchema }) },
  handle: ({ principal, params: { name } }) => readModel(principal.orgId, name),
});
