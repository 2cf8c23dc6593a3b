import { Failure } from "#lib/domain/failure";
import { type AcceptInvite, INVITE_DAYS, type InviteView } from "#lib/domain/people";
import type { Role } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { inTransaction, isUniqueViolation } from "#lib/store/client";
import { deleteInvite, findOpenInvite, type Invite, insertInvite, spendInvite } from "#lib/store/invites";
import { organizationName } from "#lib/store/organizations";
import { hashPassword } from "#lib/store/secrets";
import { findUserName } from "#lib/store/user-names";
import { findUserByEmail, insertUser, normalEmail } from "#lib/store/users";

const DAY_MS = 86_400_000;

export interface InviteRequest {
  orgId: string;
  role: Role;
  /** The address that must be used to join, or null for any. */
  email: string | null;
  /** A person's id; null when the installation itself invites. */
  invitedBy: string | null;
}

/** Makes an invitation. The token is the link's last part, /invite/{token}, and is not kept. */
export async function createInvite(
  request: InviteRequest,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const { orgId, role, invitedBy } = request;
  const email = request.email && normalEmail(request.email);
  if (email && (await findUserByEmail(email))) throw taken();
  const expiresAt = new Date(Date.now() + INVITE_DAYS * DAY_MS);
  return inTransaction(async (tx) => {
    const { invite, token } = await insertInvite(tx, { orgId, role, email, createdBy: invitedBy, expiresAt });
    await appendAudit(tx, {
      orgId,
      actor: invitedBy ?? "machine",
      action: "user.invited",
      subject: invite.id,
      payload: { role, email },
    });
    return { id: invite.id, token, expiresAt };
  });
}

/** Takes an unused invitation back. */
export async function withdrawInvite(orgId: string, id: string, by: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await deleteInvite(tx, orgId, id)))
      throw new Failure("not_found", "There is no such invitation; perhaps it was used a moment ago.");
    await appendAudit(tx, { orgId, actor: by, action: "user.invite_withdrawn", subject: id });
  });
}

/** What an invitation says to whoever opens it. */
export async function viewInvite(token: string): Promise<InviteView> {
  const invite = await openInvite(token);
  return {
    organization: await organizationName(invite.orgId),
    role: invite.role,
    email: invite.email,
    invitedBy: invite.createdBy && (await findUserName(invite.createdBy)),
    expiresAt: invite.expiresAt.toISOString(),
  };
}

/** Makes the account of an invited person; the invitation is then used up. Answers the address to sign in with. */
export async function acceptInvite(token: string, answer: AcceptInvite): Promise<string> {
  const invite = await openInvite(token);
  const email = normalEmail(answer.email);
  if (invite.email && invite.email !== email)
    throw new Failure("invalid_input", `This invitation is for ${invite.email}.`, {
      errors: [{ pointer: "/email", message: `This invitation is for ${invite.email}.` }],
    });
  const passwordHash = await hashPassword(answer.password);
  try {
    await inTransaction(async (tx) => {
      if (!(await spendInvite(tx, invite.id, new Date()))) throw over();
      const { orgId, role } = invite;
      const user = await insertUser(tx, { orgId, role, email, name: answer.name, passwordHash });
      await appendAudit(tx, {
        orgId,
        actor: user.id,
        action: "user.joined",
        subject: user.id,
        payload: { role, invite: invite.id },
      });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? taken() : error;
  }
  return email;
}

async function openInvite(token: string): Promise<Invite> {
  const invite = await findOpenInvite(token, new Date());
  if (!invite) throw over();
  return invite;
}

function over(): Failure {
  return new Failure(
    "gone",
    "This invitation was used, was taken back, or has run out. Ask an admin for a new one.",
  );
}

function taken(): Failure {
  const message = "There is an account with this address already.";
  return new Failure("conflict", message, { errors: [{ pointer: "/email", message }] });
}
