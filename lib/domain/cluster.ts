import { z } from "zod";
import { decideBodySchema } from "./desk";
import { deskMediaSchema } from "./media";

/*
 * Near-duplicates that wait for a person and are decided together: /api/desk/tasks/{id}/cluster.
 */

const moment = z.iso.datetime();

/** Most items that one decision takes along. */
export const MOST_TOGETHER = 50;

/**
 * Why a near-duplicate that waits is not decided along. `alone` says no more than that: some items are judged by
 * themselves, and which and why is not told. `spared` is more than this person is to be shown for now.
 */
export const LEFT_REASONS = [
  "alone",
  "opinions",
  "taken",
  "decided",
  "passed",
  "others",
  "differs",
  "spared",
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

export const leftOutSchema = z.object({
  itemId: z.string(),
  contentId: z.string(),
  reason: z.enum(LEFT_REASONS),
});

/** What names a member when the decision is sent: the task and its fencing token as it was seen. */
const memberKey = { taskId: z.string().max(100), leaseToken: z.int() };

export const clusterMemberSchema = z.object({
  ...memberKey,
  itemId: z.string(),
  contentId: z.string(),
  author: z.string().nullable(),
  text: z.string().nullable(),
  media: z.array(deskMediaSchema),
  /** Share of the words, or of a picture's bits, in common: 0.6 to 1. */
  similarity: z.number(),
  receivedAt: moment,
});
export type ClusterMember = z.infer<typeof clusterMemberSchema>;

/** GET /api/desk/tasks/{id}/cluster, for whoever holds the task. */
export const clusterSchema = z.object({
  members: z.array(clusterMemberSchema),
  leftOut: z.array(leftOutSchema),
});
export type Cluster = z.infer<typeof clusterSchema>;

/** POST /api/desk/tasks/{id}/cluster: one decision for the task and these members. */
export const decideTogetherBodySchema = decideBodySchema.safeExtend({
  members: z.array(z.object(memberKey)).min(1, "Pick at least one item.").max(MOST_TOGETHER),
});
export type DecideTogetherBody = z.infer<typeof decideTogetherBodySchema>;

export const decideTogetherAnswerSchema = z.object({
  decisionId: z.string(),
  undoUntil: moment,
  /** Items decided, the one on the desk among them. */
  decided: z.int(),
  /** Those that were asked for and could not be decided along any more. */
  leftOut: z.array(z.object({ taskId: z.string(), reason: z.enum(LEFT_REASONS) })),
});
export type DecideTogetherAnswer = z.infer<typeof decideTogetherAnswerSchema>;
