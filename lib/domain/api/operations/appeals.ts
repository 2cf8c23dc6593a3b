import { z } from "zod";
import { appealViewSchema, fileAppealBodySchema } from "../../desk";
import { operation } from "../operation";

const params = z.object({ token: z.string().max(100) });

export const viewAppealOperation = operation({
  id: "viewAppeal",
  method: "GET",
  path: "/api/appeals/{token}",
  tag: "Appeals",
  summary: "What was decided about a post, and the state of its appeal",
  description:
    "For the author: the token is the last part of an item's `appeal_url` and needs no key. 30 reads at once per address, then one every two seconds.",
  auth: "public",
  params,
  answers: { 200: { description: "The decision and its appeal.", schema: appealViewSchema } },
  problems: ["gone", "rate_limited"],
  examples: [{ title: "An author looks", params: { token: "appeal" }, status: 200 }],
});

export const fileAppealOperation = operation({
  id: "fileAppeal",
  method: "POST",
  path: "/api/appeals/{token}",
  tag: "Appeals",
  summary: "Appeal a decision",
  description: "Once per decision, within six months. Somebody else than the first reviewer hears it.",
  auth: "public",
  params,
  body: fileAppealBodySchema,
  maxBodyBytes: 32_768,
  answers: { 200: { description: "The appeal is filed.", schema: appealViewSchema } },
  problems: ["conflict", "gone", "rate_limited"],
  examples: [
    {
      title: "An author appeals",
      params: { token: "appeal" },
      body: { statement: "I sell my own boat, once. That is no spam." },
      status: 200,
    },
  ],
});

export const APPEAL_OPERATIONS = [viewAppealOperation, fileAppealOperation];
