import { z } from "zod";
import { operation } from "../operation";

const part = z.object({ ok: z.boolean(), reason: z.string().optional() });
const healthSchema = z.looseObject({
  status: z.enum(["ok", "unavailable"]),
  database: part,
  queue: part,
  workers: part.extend({ count: z.int() }),
  models: part.extend({ loaded: z.record(z.string(), z.looseObject({ state: z.string() })) }),
});

export const healthOperation = operation({
  id: "health",
  method: "GET",
  path: "/api/health",
  tag: "Service",
  summary: "Whether an item can be taken and decided now",
  auth: "public",
  answers: {
    200: { description: "Yes.", schema: healthSchema },
    503: { description: "No; the parts say why.", schema: healthSchema },
  },
  examples: [{ title: "Health", status: 200 }],
});

export const openapiOperation = operation({
  id: "openapi",
  method: "GET",
  path: "/api/openapi.json",
  tag: "Service",
  summary: "This description, as OpenAPI 3.1",
  auth: "public",
  etag: true,
  answers: {
    200: { description: "The description.", schema: z.looseObject({ openapi: z.literal("3.1.1") }) },
  },
  examples: [{ title: "The file", status: 200 }],
});

export const SERVICE_OPERATIONS = [healthOperation, openapiOperation];
