import { z } from "zod";
import { DECIDERS } from "./decider";
import { DESK_ACTIONS } from "./desk-keys";
import { deskMediaSchema } from "./media";
import { policyBodySchema } from "./policy";
import { categorySchema, decisionSchema, prioritySchema, roleSchema } from "./taxonomy";
import { stageResultSchema, verdictSchema } from "./verdict";

export * from "./desk-times";

/*
 * What the review desk and the server say to each other under /api/desk. The desk ships with the server, so its
 * fields are camelCase and carried as they are; the public API (snake_case) is a contract of its own.
 */

const moment = z.iso.datetime();

export const TASK_KINDS = ["review", "appeal", "spot_check"] as const;
export const taskKindSchema = z.enum(TASK_KINDS);

export const pastItemSchema = z.object({
  id: z.string(),
  decision: decisionSchema.nullable(),
  receivedAt: moment,
});

export const deskAuthorSchema = z.object({
  externalId: z.string(),
  items: z.int(),
  flagged: z.int(),
  blocked: z.int(),
  overturned: z.int(),
  firstSeen: moment,
  recent: z.array(pastItemSchema),
});

export const deskItemSchema = z.object({
  id: z.string(),
  contentId: z.string(),
  text: z.string().nullable(),
  media: z.array(deskMediaSchema),
  language: z.string().nullable(),
  community: z.string().nullable(),
  region: z.string().nullable(),
  context: z.string().nullable(),
  reach: z.int().nullable(),
  receivedAt: moment,
  postedAt: moment.nullable(),
});

export const deskVerdictSchema = verdictSchema.extend({
  policyVersion: z.int(),
  modelVersions: z.record(z.string(), z.string()),
  processingMs: z.int(),
});

const deciderSchema = z.enum(DECIDERS);

/** The decision that an appeal is about. */
export const appealedDecisionSchema = z.object({
  statement: z.string(),
  filedAt: moment,
  outcome: decisionSchema,
  decidedBy: deciderSchema,
  clause: z.string().nullable(),
  note: z.string(),
  decidedAt: moment,
});

/** An item whose text or picture is nearly the same, and what became of it. */
export const similarItemSchema = z.object({
  id: z.string(),
  contentId: z.string(),
  /** Share of shingles or of a picture's bits in common, 0.6 to 1. */
  similarity: z.number(),
  by: z.enum(["text", "picture"]),
  /** Null while a person is still to decide. */
  decision: decisionSchema.nullable(),
  /** Null while a person is still to decide. */
  decidedBy: deciderSchema.nullable(),
  receivedAt: moment,
  excerpt: z.string(),
});
export type SimilarItem = z.infer<typeof similarItemSchema>;

/** What users of the platform said of an item and nobody has answered yet. */
export const deskReportsSchema = z.object({
  count: z.int(),
  /** What they weigh together: each as much as its reporter was right before. */
  weight: z.number(),
  /** How many named each category, most first; null is none. */
  categories: z.array(z.object({ category: categorySchema.nullable(), count: z.int() })),
  /** The reporters' words, the weightiest first. */
  notes: z.array(z.string()),
});
export type DeskReports = z.infer<typeof deskReportsSchema>;

/** A claimed task with everything needed to judge it. */
export const deskTaskSchema = z.object({
  id: z.string(),
  kind: taskKindSchema,
  queue: z.string(),
  priority: prioritySchema,
  dueAt: moment,
  leaseToken: z.int(),
  leaseUntil: moment,
  leadsOnly: z.boolean(),
  /** Passed to this queue by hand, for those whose skills name it. */
  specialists: z.boolean(),
  escalation: z.object({ by: z.string(), reason: z.string() }).nullable(),
  item: deskItemSchema,
  /** Null when no model could judge the item in time. */
  verdict: deskVerdictSchema.nullable(),
  stages: z.array(stageResultSchema),
  policy: policyBodySchema,
  /** Near-duplicates, the likest first; empty in blind review, where how they were decided would tell. */
  similar: z.array(similarItemSchema),
  /** Near-duplicates that wait too; those that can be decided with this one are in `domain/cluster`. */
  alikeWaiting: z.int(),
  /** Notes between colleagues; 0 while they are kept back. */
  notes: z.int(),
  author: deskAuthorSchema.nullable(),
  appeal: appealedDecisionSchema.nullable(),
  /** Null where there are none, and where others' opinions are kept back. */
  reports: deskReportsSchema.nullable(),
  /** Scores and marks are kept back until this person has decided. */
  blind: z.boolean(),
  /** What reviewers who disagree have said, for the lead who settles it when all have; null otherwise. */
  opinions: z
    .array(
      z.object({
        by: z.string(),
        decision: decisionSchema,
        categories: z.array(categorySchema),
        /** Id of the clause that a block was to stand on. */
        clause: z.string().nullable(),
        severity: z.int().nullable(),
        reason: z.string(),
      }),
    )
    .nullable(),
});
export type DeskTask = z.infer<typeof deskTaskSchema>;

/** POST /api/desk/tasks/claim; `left` is the task that was on the desk when it was left, and its token then. */
export const claimBodySchema = z.object({
  left: z.object({ taskId: z.string().max(100), leaseToken: z.int() }).optional(),
});
export type ClaimBody = z.infer<typeof claimBodySchema>;

/** POST /api/desk/tasks/claim answers 200 with this; `task` is null when nothing waits for this person. */
export const claimAnswerSchema = z.object({ task: deskTaskSchema.nullable() });

const lease = z.object({ leaseToken: z.int() });
export const leaseBodySchema = lease;
export const skipBodySchema = lease.extend({ reason: z.string().trim().max(300).default("") });
export const escalateBodySchema = lease.extend({
  reason: z.string().trim().min(1, "Say in a few words what the lead should look at.").max(500),
  /** A specialist queue; without it the leads. */
  queue: z.string().trim().min(1).max(40).optional(),
});

/** GET /api/desk/tasks/escalations: queues that others are named for by their skills. */
export const escalationQueuesSchema = z.object({
  queues: z.array(z.object({ name: z.string(), people: z.int() })),
});
export type EscalationQueues = z.infer<typeof escalationQueuesSchema>;

/** A human outcome: publish or take down. A take-down names at least one category. */
export const decideBodySchema = lease
  .extend({
    decision: z.enum(["APPROVE", "BLOCK"]),
    categories: z.array(categorySchema).max(9).default([]),
    note: z.string().trim().max(2000).default(""),
    /** Id of a clause of the first category; without it that category's first clause. */
    clause: z.string().trim().max(20).optional(),
    /** 1 to 5; without it the clause's own. */
    severity: z.int().min(1).max(5).optional(),
    /** What the author is told, in place of the clause's text. */
    message: z.string().trim().max(1000).optional(),
  })
  .refine((body) => body.decision === "APPROVE" || body.categories.length > 0, {
    path: ["categories"],
    message: "Name at least one category: the author is told which rule was broken.",
  });
export type DecideBody = z.infer<typeof decideBodySchema>;

/** POST /api/desk/tasks/{id}/take: the lease of a reserved task that is now on screen. */
export const takeAnswerSchema = z.object({ leaseToken: z.int(), leaseUntil: moment });
export type TakeAnswer = z.infer<typeof takeAnswerSchema>;
export const decideAnswerSchema = z.object({ decisionId: z.string(), undoUntil: moment });
export type DecideAnswer = z.infer<typeof decideAnswerSchema>;

/** GET /api/desk/queues, and each `data:` of GET /api/desk/queues/stream (server-sent events). */
export const queueOverviewSchema = z.object({
  at: moment,
  queues: z.array(
    z.object({
      queue: z.string(),
      priority: prioritySchema,
      leadsOnly: z.boolean(),
      waiting: z.int(),
      leased: z.int(),
      overdue: z.int(),
      /** Due within the last tenth of the deadline. */
      dueSoon: z.int(),
      oldestAt: moment.nullable(),
      nextDueAt: moment.nullable(),
      arrivedLastHour: z.int(),
      decidedLastHour: z.int(),
      /** Waiting, not overdue, and not reached in time at the present pace; null when the pace is not known. */
      willBeLate: z.int().nullable(),
    }),
  ),
  decidedLastHour: z.int(),
  arrivedLastHour: z.int(),
  reviewersActive: z.int(),
  /** Where all queues together are going; see `domain/queue-forecast`. */
  forecast: z.object({
    pace: z
      .object({ perHour: z.number(), minutes: z.number(), decided: z.int(), people: z.number() })
      .nullable(),
    arrivalsPerHour: z.number(),
    drainMinutes: z.number().nullable(),
    willBeLate: z.int().nullable(),
    firstLateInMinutes: z.number().nullable(),
    dueWithinHour: z.int(),
    morePeople: z.int().nullable(),
  }),
});
export type QueueOverview = z.infer<typeof queueOverviewSchema>;

/** GET /api/desk/me */
export const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  organization: z.string(),
});
export type Me = z.infer<typeof meSchema>;

/** GET and PUT /api/desk/me/keys: the letters that this person has changed. */
export const deskLettersBodySchema = z.object({
  letters: z.partialRecord(z.enum(DESK_ACTIONS), z.string().regex(/^[a-z]$/, "One letter from a to z.")),
});

/** What the author of a post sees under /appeal/[token]; GET /api/appeals/{token}. */
export const appealViewSchema = z.object({
  state: z.enum(["available", "open", "upheld", "overturned", "expired"]),
  organization: z.string(),
  contentId: z.string(),
  excerpt: z.string(),
  outcome: decisionSchema,
  decidedAt: moment,
  /** Not by the machine alone; `decidedBy` tells more. */
  byPerson: z.boolean(),
  decidedBy: deciderSchema,
  /** The rules that decided, in plain words. */
  rules: z.array(z.object({ clause: z.string(), title: z.string(), rule: z.string() })),
  note: z.string(),
  /** What the reviewer tells the author, in plain words; empty when nothing beyond the rules was said. */
  message: z.string(),
  expiresAt: moment,
  filedAt: moment.nullable(),
  statement: z.string().nullable(),
  answer: z.string().nullable(),
  answeredAt: moment.nullable(),
});
export type AppealView = z.infer<typeof appealViewSchema>;

/** POST /api/appeals/{token} */
export const fileAppealBodySchema = z.object({
  statement: z
    .string()
    .trim()
    .min(1, "Say in your own words why the decision is wrong.")
    .max(2000, "At most 2,000 characters."),
});
