import { z } from "zod";

/** Every kind of event in the audit log, `noun.verb`. */
export const AUDIT_ACTIONS = [
  "organization.created",
  "item.decided",
  "item.reviewed",
  "item.overridden",
  "item.reported",
  "author.erased",
  "batch.created",
  "batch.cancelled",
  "opinion.given",
  "opinions.settled",
  "opinions.disagree",
  "decision.undone",
  "task.skipped",
  "task.escalated",
  "note.added",
  "appeal.filed",
  "appeal.decided",
  "label.suggested",
  "policy.saved",
  "review_settings.saved",
  "golden.added",
  "items.exported",
  "golden.retired",
  "queue.saved",
  "queue.ordered",
  "queue.removed",
  "skills.set",
  "list.entry_added",
  "list.entry_changed",
  "list.entry_removed",
  "user.signed_in",
  "user.sign_in_refused",
  "user.signed_out",
  "user.invited",
  "user.invite_withdrawn",
  "user.joined",
  "user.changed",
  "key.created",
  "key.revoked",
  "webhook.created",
  "webhook.changed",
  "webhook.removed",
  "webhook.secret_changed",
  "webhook.disabled",
  "webhook.sent_again",
  "import.started",
  "import.stopped",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const auditActionSchema = z.enum(AUDIT_ACTIONS);

/** What each action is called on screen. */
export const AUDIT_TITLES: Record<AuditAction, string> = {
  "organization.created": "Organisation created",
  "item.decided": "Item decided by the machine",
  "item.reviewed": "Item decided by a person",
  "item.overridden": "Item decided over the desk",
  "item.reported": "Item reported by a user",
  "author.erased": "Author's data erased",
  "batch.created": "Batch taken in",
  "batch.cancelled": "Batch cancelled",
  "opinion.given": "Opinion given, one of several",
  "opinions.settled": "Item decided by several people",
  "opinions.disagree": "Reviewers disagree, a lead is asked",
  "decision.undone": "Decision taken back",
  "task.escalated": "Task passed to a lead or to specialists",
  "task.skipped": "Task skipped",
  "note.added": "Note to colleagues added",
  "appeal.filed": "Appeal filed",
  "appeal.decided": "Appeal decided",
  "label.suggested": "Label suggested by a platform",
  "policy.saved": "Policy saved",
  "review_settings.saved": "Review settings saved",
  "golden.added": "Golden item added",
  "items.exported": "Items exported",
  "golden.retired": "Golden item retired",
  "queue.saved": "Queue saved",
  "queue.ordered": "Queues put in order",
  "queue.removed": "Queue removed",
  "skills.set": "Skills of a reviewer set",
  "list.entry_added": "List entry added",
  "list.entry_changed": "List entry changed",
  "list.entry_removed": "List entry removed",
  "user.signed_in": "Signed in",
  "user.sign_in_refused": "Sign-in refused",
  "user.signed_out": "Signed out",
  "user.invited": "Person invited",
  "user.invite_withdrawn": "Invitation withdrawn",
  "user.joined": "Person joined",
  "user.changed": "Person changed",
  "key.created": "API key created",
  "key.revoked": "API key revoked",
  "webhook.created": "Webhook created",
  "webhook.changed": "Webhook changed",
  "webhook.removed": "Webhook removed",
  "webhook.secret_changed": "Webhook secret changed",
  "webhook.disabled": "Webhook switched off after failures",
  "webhook.sent_again": "Webhook event sent again",
  "import.started": "Import started",
  "import.stopped": "Import stopped",
};

/** One row of the audit log as the page shows it. */
export const auditRowSchema = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  /** The actor's name where it is a person or a key. */
  actorName: z.string().nullable(),
  action: auditActionSchema,
  subject: z.string(),
  payload: z.record(z.string(), z.unknown()),
  prevHash: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

/** GET /api/desk/audit: newest first; `nextBefore` is the `before` of the next page. */
export const auditPageSchema = z.object({ rows: z.array(auditRowSchema), nextBefore: z.int().nullable() });
export const auditQuerySchema = z.object({
  action: auditActionSchema.optional(),
  actor: z.string().trim().max(80).optional(),
  subject: z.string().trim().max(80).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  before: z.coerce.number().int().min(1).optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** POST /api/desk/audit/verify */
export const chainCheckSchema = z.object({
  ok: z.boolean(),
  rows: z.int(),
  brokenSeq: z.int().nullable(),
  reason: z.string().nullable(),
  ms: z.int(),
});
export type ChainCheckAnswer = z.infer<typeof chainCheckSchema>;
