import type { Scope } from "#lib/domain/access";
import type { Role } from "#lib/domain/taxonomy";

/** Who may call or open something: everybody, at least this role, or keys with this scope. */
export type Access = "public" | { role: Role } | { scope: Scope };

const moderator = { role: "moderator" } as const;
const lead = { role: "lead" } as const;
const admin = { role: "admin" } as const;

/** Every page of the app and who may open it. A page without a row fails the tests. */
export const PAGE_ACCESS: Record<string, Access> = {
  "/": "public",
  "/login": "public",
  "/appeal/[token]": "public",
  "/invite/[token]": "public",
  "/docs/errors": "public",
  "/review": moderator,
  "/queues": moderator,
  "/items": moderator,
  "/items/[id]": moderator,
  "/audit": lead,
  "/settings/policy": admin,
  "/settings/lists": admin,
  "/settings/people": admin,
  "/settings/keys": admin,
  "/settings/migration": admin,
};

/** Every method of every route and who may call it. One without a row fails the tests. */
export const ROUTE_ACCESS: Record<string, Access> = {
  "GET /api/auth/[...nextauth]": "public",
  "POST /api/auth/[...nextauth]": "public",
  "GET /api/[...path]": "public",
  "POST /api/[...path]": "public",
  "PUT /api/[...path]": "public",
  "PATCH /api/[...path]": "public",
  "DELETE /api/[...path]": "public",
  "GET /api/health": "public",
  "GET /api/appeals/[token]": "public",
  "POST /api/appeals/[token]": "public",
  "GET /api/invites/[token]": "public",
  "POST /api/invites/[token]": "public",
  "POST /api/v1/moderate": { scope: "moderate" },
  "POST /api/desk/perspective": admin,
  "POST /v1/moderations": { scope: "moderate" },
  "POST /v1alpha1/[method]": { scope: "moderate" },
  "GET /$discovery/rest": "public",
  "GET /api/v1/items/[id]": { scope: "items:read" },
  "GET /api/desk/me": moderator,
  "POST /api/desk/tasks/claim": moderator,
  "POST /api/desk/tasks/[id]/decide": moderator,
  "POST /api/desk/tasks/[id]/escalate": moderator,
  "POST /api/desk/tasks/[id]/heartbeat": moderator,
  "POST /api/desk/tasks/[id]/release": moderator,
  "POST /api/desk/tasks/[id]/skip": moderator,
  "POST /api/desk/decisions/[id]/undo": moderator,
  "GET /api/desk/queues": moderator,
  "GET /api/desk/queues/stream": moderator,
  "GET /api/desk/queues/rules": lead,
  "PUT /api/desk/queues/rules/[name]": lead,
  "DELETE /api/desk/queues/rules/[name]": lead,
  "POST /api/desk/queues/preview": lead,
  "GET /api/desk/skills": lead,
  "PUT /api/desk/people/[id]/skills": lead,
  "GET /api/desk/items": moderator,
  "GET /api/desk/items/[id]": moderator,
  "GET /api/desk/audit": lead,
  "POST /api/desk/audit/verify": admin,
  "GET /api/desk/policy": admin,
  "POST /api/desk/policy": admin,
  "GET /api/desk/policy/replay": admin,
  "GET /api/desk/lists": admin,
  "POST /api/desk/lists": admin,
  "DELETE /api/desk/lists/[id]": admin,
  "GET /api/desk/people": admin,
  "PATCH /api/desk/people/[id]": admin,
  "POST /api/desk/invites": admin,
  "DELETE /api/desk/invites/[id]": admin,
  "GET /api/desk/keys": admin,
  "POST /api/desk/keys": admin,
  "DELETE /api/desk/keys/[id]": admin,
};
