import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FREE_TRIES } from "#lib/domain/access";
import { listAudit } from "#lib/store/audit";
import { db } from "#lib/store/client";
import { hashPassword } from "#lib/store/secrets";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../scripts/test/organization";
import { makeUser } from "../../scripts/test/people";
import { signIn, signOut } from "./sign-in";

const PASSWORD = "a lamp in the window";
const NOW = new Date("2026-03-01T12:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

let orgId: string;
let passwordHash: string;
let user: User;

beforeAll(async () => {
  orgId = await makeOrganization();
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(async () => {
  user = await makeUser(orgId, "moderator", passwordHash);
});

const attempt = (password: string, now = NOW, address = "192.0.2.1") =>
  signIn({ email: user.email, password, address, now });
const events = async () =>
  (await listAudit({ orgId, subject: user.id, limit: 50 })).map(({ action, payload }) => ({
    action,
    ...(JSON.parse(payload) as object),
  }));

describe("signing in", () => {
  it("takes the right password, whatever the case of the address, and records it", async () => {
    const email = ` ${user.email.toUpperCase()} `;
    expect(await signIn({ email, password: PASSWORD, address: "192.0.2.1", now: NOW })).toEqual({
      userId: user.id,
      epoch: 0,
    });
    expect(await events()).toEqual([{ action: "user.signed_in", address: "192.0.2.1" }]);
    await signOut(user.id);
    expect((await events())[0]).toMatchObject({ action: "user.signed_out" });
  });

  it("refuses and records a wrong password, and forgets the failures after a success", async () => {
    expect(await attempt("a lamp in the door")).toBeNull();
    expect(await events()).toMatchObject([{ action: "user.sign_in_refused", reason: "wrong_password" }]);
    expect(await attempt(PASSWORD)).not.toBeNull();
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ failedLogins: 0 });
  });

  it("refuses unknown accounts and people whose account is closed", async () => {
    expect(await signIn({ email: "nobody@sightline.test", password: PASSWORD, address: "x", now: NOW })).toBe(
      null,
    );
    await db().user.update({ where: { id: user.id }, data: { active: false } });
    expect(await attempt(PASSWORD)).toBeNull();
    expect(await events()).toMatchObject([{ reason: "deactivated" }]);
  });

  it("locks after a few failures, even for the right password, and for longer each time", async () => {
    for (let i = 0; i < FREE_TRIES; i++) await attempt("guess");
    expect(await attempt(PASSWORD, later(29))).toBeNull();
    expect((await events())[0]).toMatchObject({ reason: "locked" });
    await attempt("guess again", later(31));
    expect(await attempt(PASSWORD, later(31 + 59))).toBeNull();
    expect(await attempt(PASSWORD, later(31 + 61))).not.toBeNull();
  });

  it("counts guesses made at the same moment one by one", async () => {
    await Promise.all(Array.from({ length: FREE_TRIES }, () => attempt("guess")));
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({
      failedLogins: FREE_TRIES,
    });
    expect(await attempt(PASSWORD)).toBeNull();
  });

  it("limits one address over all accounts, and does not charge for successes", async () => {
    const address = "192.0.2.77";
    await db().rateBucket.create({
      data: { key: `sign-in:${address}`, tokens: 1.5, updatedAt: new Date(Date.now() + 3_600_000) },
    });
    expect(await attempt(PASSWORD, NOW, address)).not.toBeNull();
    await signIn({ email: "nobody@sightline.test", password: "x", address, now: NOW });
    expect(await attempt(PASSWORD, NOW, address)).toBeNull();
    expect((await events())[0]).toMatchObject({ reason: "address_limited" });
    expect(await attempt(PASSWORD, NOW, "192.0.2.78")).not.toBeNull();
  });
});
