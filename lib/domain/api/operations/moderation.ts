import { z } from "zod";
import { moderateBodySchema } from "../../content";
import { batchBodySchema, batchQuerySchema, batchSchema, MOST_BATCH_BYTES } from "../batch";
import { itemResourceSchema } from "../item";
import { operation } from "../operation";

const TAG = "Moderation";
export const batchParams = z.object({ id: z.string().max(100) });

export const moderateOperation = operation({
  id: "moderate",
  method: "POST",
  path: "/api/v1/moderate",
  tag: TAG,
  summary: "Have a post judged",
  description:
    "Stores the post once per `content_id`, runs the cascade and the policy, and waits for the verdict at most `wait_ms`. The same `content_id` with the same body answers with the item that is there; with another body it is a `content_conflict`. Media come by address, in base64, or as parts of multipart/form-data.",
  auth: { scope: "moderate" },
  body: moderateBodySchema,
  // 20,000 characters are at most 120 kB of escaped JSON; the rest is room for metadata.
  maxBodyBytes: 262_144,
  takesUploads: true,
  idempotency: "optional",
  answers: {
    200: { description: "The verdict.", schema: itemResourceSchema },
    202: {
      description: "Taken; the verdict takes longer than wait_ms.",
      schema: itemResourceSchema,
      headers: { Location: "Where to read the verdict." },
    },
  },
  problems: ["content_conflict", "unsupported", "too_large"],
  examples: [
    {
      title: "A post with what the platform knows about it",
      body: {
        content_id: "post-1",
        text: "The ferry was late again, and nobody told us why.",
        metadata: { user_id: "u1", community: "harbour", language: "en", reach: 1200 },
      },
      status: 200,
    },
    {
      title: "Without waiting",
      body: { content_id: "post-2", text: "See you at the harbour at eight.", wait_ms: 0 },
      status: 202,
    },
  ],
});

export const createBatchOperation = operation({
  id: "createBatch",
  method: "POST",
  path: "/api/v1/moderate/batch",
  tag: TAG,
  summary: "Have up to 1,000 posts judged",
  description:
    "Takes the posts and judges them in the background. Each content is what `POST /api/v1/moderate` takes, without `wait_ms`; a wrong one becomes an error of its own and the rest is judged. `callback_url` is used for every content that has none of its own. At most 20 batches of a key run at a time.",
  auth: { scope: "moderate" },
  body: batchBodySchema,
  maxBodyBytes: MOST_BATCH_BYTES,
  idempotency: "optional",
  answers: {
    202: {
      description: "Taken.",
      schema: batchSchema,
      headers: { Location: "Where to read progress and results." },
    },
  },
  examples: [
    {
      title: "Two posts, of which one is wrong",
      headers: { "Idempotency-Key": "8c0f3d5e-import-2026-11-21" },
      body: {
        priority: "medium",
        contents: [
          { content_id: "old-1", text: "Thanks for the quick help yesterday." },
          { content_id: "old-2", text: "" },
        ],
      },
      status: 202,
    },
  ],
});

export const readBatchOperation = operation({
  id: "readBatch",
  method: "GET",
  path: "/api/v1/batches/{id}",
  tag: TAG,
  summary: "Progress and results of a batch",
  description: "Results come in the order of the contents, a page at a time; send `next_cursor` as `cursor`.",
  auth: { scope: "items:read" },
  params: batchParams,
  query: batchQuerySchema,
  etag: true,
  answers: { 200: { description: "The batch with a page of its results.", schema: batchSchema } },
  examples: [{ title: "The first results", params: { id: "batch" }, query: { limit: "50" }, status: 200 }],
});

export const cancelBatchOperation = operation({
  id: "cancelBatch",
  method: "POST",
  path: "/api/v1/batches/{id}/cancel",
  tag: TAG,
  summary: "Cancel a batch",
  description:
    "Contents that are not items yet never will be; items that were made already are judged. Cancelling twice changes nothing.",
  auth: { scope: "moderate" },
  params: batchParams,
  answers: { 200: { description: "The batch as it is now.", schema: batchSchema } },
  problems: ["conflict"],
  examples: [{ title: "Stop", params: { id: "running-batch" }, status: 200 }],
});

export const MODERATION_OPERATIONS = [
  moderateOperation,
  createBatchOperation,
  readBatchOperation,
  cancelBatchOperation,
];
