import { z } from "zod";
import { categorySchema, decisionSchema, interventionSchema, scoresSchema } from "./taxonomy";

/* What Sightline tells others, in the words of Standard Webhooks 1.0.0: `{ type, timestamp, data }`. */

const moment = z.iso.datetime();

/** No body is longer; what others say is never in one, only ids, decisions and figures. */
export const MOST_PAYLOAD_BYTES = 20_000;

const itemRef = { id: z.string(), content_id: z.string() };

/** `data` of each event. */
export const EVENT_DATA = {
  "item.decided": z.object({
    ...itemRef,
    decision: decisionSchema,
    interventions: z.array(interventionSchema),
    requires_human_review: z.boolean(),
    overall_safety_score: z.number(),
    confidence: z.number(),
    scores: scoresSchema,
    /** Categories that decided, gravest first. */
    categories: z.array(categorySchema),
    policy_version: z.int(),
    model_versions: z.record(z.string(), z.string()),
    appeal_url: z.string().optional(),
  }),
  "item.reviewed": z.object({
    ...itemRef,
    decision: decisionSchema,
    categories: z.array(categorySchema),
    /** Clause of the policy that a take-down rests on. */
    clause: z.string().nullable(),
    /** `override`: decided over the machine and the desk. */
    kind: z.enum(["review", "appeal", "spot_check", "override"]),
    decision_id: z.string(),
    policy_version: z.int(),
    decided_at: moment,
    appeal_url: z.string().optional(),
  }),
  "appeal.opened": z.object({
    appeal_id: z.string(),
    item: z.object(itemRef),
    decision_id: z.string(),
    filed_at: moment,
  }),
  "appeal.decided": z.object({
    appeal_id: z.string(),
    item: z.object(itemRef),
    outcome: z.enum(["upheld", "overturned"]),
    /** What holds for the item now. */
    decision: decisionSchema,
    decided_at: moment,
  }),
  "batch.finished": z.object({
    id: z.string(),
    /** `done` when each content is judged or refused. */
    status: z.enum(["done", "cancelled"]),
    total: z.int(),
    decided: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    finished_at: moment,
  }),
  "list.changed": z.object({ version: z.int(), added: z.int(), removed: z.int() }),
  "webhook.test": z.object({ message: z.string() }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

/** Events that an endpoint can ask for; `webhook.test` comes when it is asked for by hand. */
export const EVENT_TYPES = [
  "item.decided",
  "item.reviewed",
  "appeal.opened",
  "appeal.decided",
  "batch.finished",
  "list.changed",
] as const satisfies EventType[];
export const eventTypeSchema = z.enum(EVENT_TYPES);
export type SubscribedType = (typeof EVENT_TYPES)[number];

export const EVENT_TITLES: Record<EventType, string> = {
  "item.decided": "The machine judged an item",
  "item.reviewed": "A person's decision took effect",
  "appeal.opened": "An author filed an appeal",
  "appeal.decided": "An appeal was answered",
  "batch.finished": "A batch is done, or was cancelled",
  "list.changed": "List entries were added or removed",
  "webhook.test": "A test, sent by hand",
};

/* Retries. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits after the first, second, ... failed attempt: twelve attempts in a day. */
const WAITS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  4 * HOUR,
  6 * HOUR,
  7 * HOUR,
];
/** Attempts after which an event is given up. */
export const MOST_ATTEMPTS = WAITS.length + 1;
/** A receiver's Retry-After is heeded up to this. */
const LONGEST_ASKED_MS = 6 * HOUR;

/**
 * Milliseconds to wait after the attempt with this number (from 1) failed, or null when it was the last.
 * @param draw uniform in [0, 1): spreads retries by a tenth either way
 * @param askedSeconds the receiver's Retry-After
 */
export function retryDelayMs(attempt: number, draw: number, askedSeconds = 0): number | null {
  const wait = WAITS[attempt - 1];
  if (wait === undefined) return null;
  const asked = Math.min(askedSeconds * SECOND, LONGEST_ASKED_MS);
  return Math.round(Math.max(wait * (0.9 + 0.2 * draw), asked));
}

/** How long an old secret keeps signing beside the new one. */
export const SECRET_OVERLAP_HOURS = 24;
/** Deliveries are kept this long. */
export const DELIVERY_DAYS = 30;

/* Shapes of the webhook settings: /api/desk/webhooks. */

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  note: z.string(),
  events: z.array(eventTypeSchema),
  disabledAt: moment.nullable(),
  disabledReason: z.string().nullable(),
  failingSince: moment.nullable(),
  createdAt: moment,
  createdBy: z.string().nullable(),
  /** Until when an older secret signs too. */
  oldSecretUntil: moment.nullable(),
  /** Deliveries of the last seven days. */
  counts: z.object({ delivered: z.int(), pending: z.int(), failed: z.int() }),
});
export type Webhook = z.infer<typeof webhookSchema>;

/** GET /api/desk/webhooks; `callbacks` says when the secret for callback addresses was made. */
export const webhooksSchema = z.object({
  webhooks: z.array(webhookSchema),
  callbacks: z.object({ secretSince: moment.nullable(), oldSecretUntil: moment.nullable() }),
});
export type Webhooks = z.infer<typeof webhooksSchema>;

const address = z
  .url({ protocol: /^https?$/, error: "Give an address such as https://example.com/hooks." })
  .max(2000);
const note = z.string().trim().max(200);
const events = z
  .array(eventTypeSchema)
  .min(1, "Choose at least one event.")
  .refine((types) => new Set(types).size === types.length, "Name each event once.");

/** POST /api/desk/webhooks */
export const newWebhookSchema = z.object({ url: address, note: note.default(""), events });
export type NewWebhook = z.input<typeof newWebhookSchema>;

/** PATCH /api/desk/webhooks/{id}; `missed` says what becomes of events that waited while it was off. */
export const changeWebhookSchema = z
  .strictObject({
    url: address.optional(),
    note: note.optional(),
    events: events.optional(),
    enabled: z.boolean().optional(),
    missed: z.enum(["send", "skip"]).default("send"),
  })
  .refine(({ missed: _, ...rest }) => Object.keys(rest).length > 0, "Change at least one thing.");
export type ChangeWebhook = z.input<typeof changeWebhookSchema>;

/** Answers of POST /api/desk/webhooks and .../secret: the only times a secret is seen. */
export const createdWebhookSchema = z.object({ webhook: webhookSchema, secret: z.string() });
export const newSecretSchema = z.object({ secret: z.string(), oldSecretUntil: moment.nullable() });
export type NewSecret = z.infer<typeof newSecretSchema>;

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
export const deliverySchema = z.object({
  id: z.string(),
  eventId: z.string(),
  type: z.string(),
  subject: z.string(),
  state: z.enum(DELIVERY_STATES),
  createdAt: moment,
  finishedAt: moment.nullable(),
  /** When it is tried next; null when it is not. */
  nextAt: moment.nullable(),
  /** Where a callback went, without its query; null for endpoints. */
  address: z.string().nullable(),
  payload: z.string(),
  attempts: z.array(
    z.object({ at: moment, ms: z.int(), status: z.int().nullable(), error: z.string().nullable() }),
  ),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** GET /api/desk/webhooks/{id}/deliveries; `callbacks` in place of an id: those to callback addresses. */
export const deliveryQuerySchema = z.object({
  state: z.enum(DELIVERY_STATES).optional(),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;
export const deliveryPageSchema = z.object({
  deliveries: z.array(deliverySchema),
  nextBefore: z.string().nullable(),
});
export type DeliveryPage = z.infer<typeof deliveryPageSchema>;
