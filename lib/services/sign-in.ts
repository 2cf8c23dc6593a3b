import { FREE_TRIES, lockSeconds } from "#lib/domain/access";
import { log } from "#lib/observe/log";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { takeTokens } from "#lib/store/rate-buckets";
import { verifyPassword } from "#lib/store/secrets";
import {
  countFailedLogin,
  findUser,
  findUserByEmail,
  lockUser,
  noteLogin,
  type User,
} from "#lib/store/users";

/** Failed sign-ins that one address may make at once, and how fast it earns new ones. */
const ADDRESS_BUCKET = { burst: 50, perSecond: 0.2 };

export interface SignInTry {
  email: string;
  password: string;
  /** Where the request came from. */
  address: string;
  now: Date;
}

export interface SignedIn {
  userId: string;
  epoch: number;
}

type Refusal = "unknown_account" | "wrong_password" | "deactivated" | "locked" | "address_limited";

/**
 * Checks an email and a password. Answers null for every refusal, after the same work: neither the answer nor its
 * time tells whether the account exists, is locked, or the password was right while it was.
 */
export async function signIn({ email, password, address, now }: SignInTry): Promise<SignedIn | null> {
  const bucket = `sign-in:${address}`;
  const [user, { granted }] = await Promise.all([findUserByEmail(email), takeTokens(bucket, ADDRESS_BUCKET)]);
  const right = await verifyPassword(password, user?.passwordHash ?? null);
  const refusal = whyRefused(user, right, granted, now);
  if (refusal || !user) {
    await refuse(user, refusal ?? "unknown_account", { address, now });
    return null;
  }
  await takeTokens(bucket, ADDRESS_BUCKET, -1);
  await inTransaction(async (tx) => {
    await noteLogin(tx, user.id, now);
    await appendAudit(tx, {
      orgId: user.orgId,
      actor: user.id,
      action: "user.signed_in",
      subject: user.id,
      payload: { address },
    });
  });
  return { userId: user.id, epoch: user.sessionEpoch };
}

function whyRefused(user: User | null, right: boolean, granted: boolean, now: Date): Refusal | null {
  if (!granted) return "address_limited";
  if (!user) return "unknown_account";
  if (user.lockedUntil && user.lockedUntil > now) return "locked";
  if (!right) return "wrong_password";
  return user.active ? null : "deactivated";
}

async function refuse(user: User | null, reason: Refusal, { address, now }: { address: string; now: Date }) {
  log("sign-in").warn({ reason, userId: user?.id, address }, "a sign-in was refused");
  if (!user) return;
  const failures = reason === "wrong_password" ? await countFailedLogin(user.id) : user.failedLogins;
  if (reason === "wrong_password" && failures >= FREE_TRIES)
    await lockUser(user.id, new Date(now.getTime() + lockSeconds(failures) * 1000));
  await inTransaction((tx) =>
    appendAudit(tx, {
      orgId: user.orgId,
      actor: "anonymous",
      action: "user.sign_in_refused",
      subject: user.id,
      payload: { reason, address, failures },
    }),
  );
}

/** Records that a person signed out. */
export async function signOut(userId: string): Promise<void> {
  const user = await findUser(userId);
  if (!user) return;
  await inTransaction((tx) =>
    appendAudit(tx, { orgId: user.orgId, actor: user.id, action: "user.signed_out", subject: user.id }),
  );
}
