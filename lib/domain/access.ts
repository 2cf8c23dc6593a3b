import { z } from "zod";

export { hasRole } from "./terms";

/** What an API key may do; a key carries any number of these. */
export const SCOPES = [
  "moderate",
  "items:read",
  "items:decide",
  "reports:write",
  "lists:read",
  "lists:write",
  "authors:erase",
] as const;
export type Scope = (typeof SCOPES)[number];
export const scopeSchema = z.enum(SCOPES);

export const SCOPE_TITLES: Record<Scope, string> = {
  moderate: "Send content and receive verdicts",
  "items:read": "Read items, verdicts and their history",
  "items:decide": "Decide items over the machine and the desk",
  "reports:write": "Send in what users report",
  "lists:read": "Read list entries",
  "lists:write": "Add, change and remove list entries",
  "authors:erase": "Erase what an author posted",
};

/** Failed sign-ins in a row after which an account locks, and its first and longest lock. */
export const FREE_TRIES = 5;
const FIRST_LOCK_SECONDS = 30;
const LONGEST_LOCK_SECONDS = 900;

/** Seconds that an account stays locked after this many failed sign-ins in a row: doubling, with a ceiling. */
export function lockSeconds(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(FIRST_LOCK_SECONDS * 2 ** (failures - FREE_TRIES), LONGEST_LOCK_SECONDS);
}

/** How long a session lives without a request, and altogether, in seconds. */
export const SESSION_IDLE_SECONDS = 60 * 60;
export const SESSION_LONGEST_SECONDS = 12 * 60 * 60;

export const passwordSchema = z
  .string()
  .min(12, "Use at least 12 characters: a sentence is easy to remember and hard to guess.")
  .max(200, "At most 200 characters.");
