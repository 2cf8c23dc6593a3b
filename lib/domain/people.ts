import { z } from "zod";
import { passwordSchema } from "./access";
import { categorySchema, roleSchema } from "./taxonomy";

/* Shapes of the people settings: /api/desk/people, /api/desk/invites, /api/invites/{token}. */

const moment = z.iso.datetime();
const emailSchema = z.email("Give an email address, like name@example.org.").max(254);

/** How long an invitation can be used. */
export const INVITE_DAYS = 7;

export const personSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  active: z.boolean(),
  createdAt: moment,
  lastLoginAt: moment.nullable(),
  lockedUntil: moment.nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const inviteSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
  invitedBy: z.string().nullable(),
  expiresAt: moment,
});
export type Invite = z.infer<typeof inviteSchema>;

/** GET /api/desk/people */
export const peopleSchema = z.object({ people: z.array(personSchema), invites: z.array(inviteSchema) });

/** PATCH /api/desk/people/{id} */
export const personChangeSchema = z
  .object({
    role: roleSchema.optional(),
    active: z.boolean().optional(),
    endSessions: z.literal(true).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { message: "Say what to change." });
export type PersonChange = z.infer<typeof personChangeSchema>;

/** POST /api/desk/invites */
export const newInviteSchema = z.object({ role: roleSchema, email: emailSchema.nullable().default(null) });
/** Its answer; the path is shown once, for only its hash is stored. */
export const inviteLinkSchema = z.object({ id: z.string(), path: z.string(), expiresAt: moment });

/** GET /api/invites/{token} */
export const inviteViewSchema = z.object({
  organization: z.string(),
  role: roleSchema,
  email: z.string().nullable(),
  invitedBy: z.string().nullable(),
  expiresAt: moment,
});
export type InviteView = z.infer<typeof inviteViewSchema>;

/** POST /api/invites/{token} */
export const acceptInviteSchema = z.object({
  name: z.string().trim().min(1, "Say what colleagues call you.").max(80),
  email: emailSchema,
  password: passwordSchema,
});
export type AcceptInvite = z.infer<typeof acceptInviteSchema>;
export const joinedSchema = z.object({ email: z.string() });

/** PUT /api/desk/people/{id}/skills: what a person may be given; an empty list is no restriction. */
export const skillsSchema = z.object({
  /** ISO 639-1 codes. */
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/, "Use codes like en or de.")).max(50),
  categories: z.array(categorySchema).max(20),
  queues: z.array(z.string().trim().min(1).max(40)).max(50),
});
export type Skills = z.infer<typeof skillsSchema>;

/** GET /api/desk/skills */
export const teamSchema = z.object({
  people: z.array(skillsSchema.extend({ id: z.string(), name: z.string(), role: roleSchema })),
});
export type Team = z.infer<typeof teamSchema>;
