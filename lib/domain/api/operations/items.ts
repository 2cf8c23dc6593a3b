import { z } from "zod";
import { erasureSchema } from "../author";
import { itemListQuerySchema, itemListSchema, itemResourceSchema } from "../item";
import { operation } from "../operation";
import { overrideBodySchema } from "../override";
import { reportBodySchema, reportSchema } from "../report";

const params = z.object({ id: z.string().max(100) });

export const listItemsOperation = operation({
  id: "listItems",
  method: "GET",
  path: "/api/v1/items",
  tag: "Items",
  summary: "List and filter items",
  description:
    "Newest first, a page at a time: send `next_cursor` as `cursor` until it is null. A page costs the same however many items there are.",
  auth: { scope: "items:read" },
  query: itemListQuerySchema,
  etag: true,
  answers: { 200: { description: "A page of items.", schema: itemListSchema } },
  examples: [
    { title: "The newest items", query: { limit: "20" }, status: 200 },
    { title: "What was taken down as spam", query: { decision: "BLOCK", category: "spam" }, status: 200 },
  ],
});

export const readItemOperation = operation({
  id: "readItem",
  method: "GET",
  path: "/api/v1/items/{id}",
  tag: "Items",
  summary: "Read an item with its history",
  auth: { scope: "items:read" },
  params,
  etag: true,
  answers: { 200: { description: "The item.", schema: itemResourceSchema } },
  examples: [{ title: "An item", params: { id: "item" }, status: 200 }],
});

export const overrideItemOperation = operation({
  id: "overrideItem",
  method: "POST",
  path: "/api/v1/items/{id}/override",
  tag: "Items",
  summary: "Decide an item over the machine and the desk",
  description:
    "In force at once: review tasks on the item are closed, the author can appeal a take-down, the decision is kept as a label and in the audit log. With `If-Match` the decision counts only for the item as you read it. A conflict while the item has no verdict, while a reviewer's decision can still be undone, and while an appeal is heard.",
  auth: { scope: "items:decide" },
  params,
  body: overrideBodySchema,
  idempotency: "required",
  ifMatch: "optional",
  answers: { 200: { description: "The item as it is now.", schema: itemResourceSchema } },
  problems: ["conflict"],
  examples: [
    {
      title: "Take a post down",
      params: { id: "item" },
      headers: { "Idempotency-Key": "c8a1f0e2-takedown-1" },
      body: { decision: "BLOCK", categories: ["spam"], note: "The same advertisement in forty threads." },
      status: 200,
    },
  ],
});

export const fileReportOperation = operation({
  id: "fileReport",
  method: "POST",
  path: "/api/v1/reports",
  tag: "Reports",
  summary: "Send in what a user reports",
  description:
    "A report counts as much as its reporter was right before (0.5 for somebody new). It opens a review task, or moves the one that waits up: two newcomers make it medium, four high, one is enough for `self_harm` and violence. A user reports a post once: again answers 200 with the report that is there. People's decisions settle the reports.",
  auth: { scope: "reports:write" },
  body: reportBodySchema,
  idempotency: "optional",
  answers: {
    200: { description: "This user has reported this post before.", schema: reportSchema },
    201: { description: "The report.", schema: reportSchema },
  },
  problems: ["not_found", "gone", "conflict"],
  examples: [
    {
      title: "A user reports a post as harassment",
      body: {
        content_id: "reported-post",
        reporter_id: "u7",
        category: "harassment",
        note: "Third time this week.",
      },
      status: 201,
    },
  ],
});

export const eraseAuthorOperation = operation({
  id: "eraseAuthor",
  method: "DELETE",
  path: "/api/v1/authors/{user_id}",
  tag: "Authors",
  summary: "Erase what an author posted",
  description:
    "Text, media, where it was posted, explanations, features, appeals, reports and notes that quote it are gone, and cannot be brought back. Outcomes, categories, scores and times stay, under a pseudonym; the audit chain stays verifiable. Items that nobody had judged yet are removed.",
  auth: { scope: "authors:erase" },
  params: z.object({ user_id: z.string().min(1).max(200) }),
  answers: { 200: { description: "What was erased.", schema: erasureSchema } },
  examples: [{ title: "Erase", params: { user_id: "author" }, status: 200 }],
});

export const ITEM_OPERATIONS = [
  listItemsOperation,
  readItemOperation,
  overrideItemOperation,
  fileReportOperation,
  eraseAuthorOperation,
];
