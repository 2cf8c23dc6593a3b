import type { Scope } from "#lib/domain/access";
import type { Role } from "#lib/domain/taxonomy";

/** A program that calls with an API key. */
export interface KeyPrincipal {
  kind: "key";
  orgId: string;
  keyId: string;
  name: string;
  scopes: Scope[];
  /** As the audit log names it. */
  actor: string;
}

/** A person who is signed in. */
export interface UserPrincipal {
  kind: "user";
  orgId: string;
  organization: string;
  userId: string;
  email: string;
  name: string;
  role: Role;
  /** As the audit log names it. */
  actor: string;
}
