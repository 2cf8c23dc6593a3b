import { beforeAll, describe, expect, it } from "vitest";
import { signIn } from "#lib/services/sign-in";
import { listAudit } from "#lib/store/audit";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../../scripts/test/organization";
import { apiRequest, deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { POST as acceptInvite, GET as viewInvite } from "../invites/[token]/route";
import { DELETE as withdraw } from "./invites/[id]/route";
import { POST as invite } from "./invites/route";
import { PATCH as change } from "./people/[id]/route";
import { GET as people } from "./people/route";

let orgId: string;
let admin: User;
beforeAll(async () => {
  orgId = await makeOrganization("Harbour Forum");
  admin = await makeUser(orgId, "admin");
});

async function newInvite(body: object) {
  const response = await invite(await deskRequest("/api/desk/invites", admin, { body }));
  expect(response.status).toBe(201);
  const { id, path } = (await response.json()) as { id: string; path: string };
  return { id, token: path.replace("/invite/", "") };
}
const answer = { name: "Ada", email: "Ada@Example.org", password: "long enough for this" };
const accept = (token: string, body: object = answer) =>
  acceptInvite(apiRequest(`/api/invites/${token}`, null, { body }), routeContext({ token }));
const view = (token: string) =>
  viewInvite(apiRequest(`/api/invites/${token}`, null), routeContext({ token }));
const patch = async (by: User, id: string, body: object) =>
  change(await deskRequest(`/api/desk/people/${id}`, by, { method: "PATCH", body }), routeContext({ id }));

describe("an invitation", () => {
  it("says what it is, makes an account once, and lets the person sign in", async () => {
    const { token } = await newInvite({ role: "moderator" });
    expect(await (await view(token)).json()).toMatchObject({
      organization: "Harbour Forum",
      role: "moderator",
      invitedBy: admin.name,
    });
    const joined = await accept(token);
    expect(joined.status).toBe(201);
    expect(await joined.json()).toEqual({ email: "ada@example.org" });
    expect((await accept(token, { ...answer, email: "second@example.org" })).status).toBe(410);
    const signedIn = await signIn({
      email: answer.email,
      password: answer.password,
      address: "a",
      now: new Date(),
    });
    const [event] = await listAudit({ orgId, action: "user.joined", limit: 1 });
    expect(event?.subject).toBe(signedIn?.userId);
  });

  it("made for one address is for that address", async () => {
    const { token } = await newInvite({ role: "lead", email: "grace@example.org" });
    const response = await accept(token, { ...answer, email: "other@example.org" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer: "/email" }] });
    expect((await accept(token, { ...answer, email: "grace@example.org" })).status).toBe(201);
    const again = await invite(
      await deskRequest("/", admin, { body: { role: "lead", email: "grace@example.org" } }),
    );
    expect(again.status).toBe(409);
  });

  it("does not take an address that has an account, and stays usable", async () => {
    const { token } = await newInvite({ role: "moderator" });
    expect((await accept(token, { ...answer, email: admin.email })).status).toBe(409);
    expect((await accept(token, { ...answer, email: "fresh@example.org" })).status).toBe(201);
  });

  it("makes one account when it is used twice at the same moment", async () => {
    const { token } = await newInvite({ role: "moderator" });
    const answers = await Promise.all(
      ["one", "two", "three"].map((name) => accept(token, { ...answer, email: `${name}@example.org` })),
    );
    expect(answers.map((response) => response.status).sort()).toEqual([201, 410, 410]);
  });

  it("cannot be used when it has run out or was taken back, nor guessed", async () => {
    const old = await newInvite({ role: "moderator" });
    await db().invite.update({ where: { id: old.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect((await accept(old.token)).status).toBe(410);
    const { id, token } = await newInvite({ role: "moderator" });
    const gone = await withdraw(await deskRequest("/", admin, { method: "DELETE" }), routeContext({ id }));
    expect(gone.status).toBe(204);
    expect((await view(token)).status).toBe(410);
    expect((await view("a".repeat(43))).status).toBe(410);
    expect((await view("short")).status).toBe(404);
  });

  it.each([
    [{ ...answer, password: "short" }, "/password"],
    [{ ...answer, name: " " }, "/name"],
    [{ ...answer, email: "no address" }, "/email"],
    [{ ...answer, role: "admin" }, "/role"],
  ])("refuses %o", async (body, pointer) => {
    const { token } = await newInvite({ role: "moderator" });
    const response = await accept(token, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

describe("people", () => {
  it("are listed without their hashes", async () => {
    const body = await (await people(await deskRequest("/api/desk/people", admin))).text();
    expect(JSON.parse(body).people).toContainEqual(expect.objectContaining({ id: admin.id, role: "admin" }));
    expect(body).not.toMatch(/passwordHash|scrypt|tokenHash/);
  });

  it("change role, are closed and reopened, and their sessions end", async () => {
    const person = await makeUser(orgId, "moderator");
    expect(await (await patch(admin, person.id, { role: "lead" })).json()).toMatchObject({ role: "lead" });
    expect(await (await patch(admin, person.id, { active: false })).json()).toMatchObject({ active: false });
    expect((await patch(admin, person.id, { active: true })).status).toBe(200);
    expect((await patch(admin, person.id, { endSessions: true })).status).toBe(200);
    expect(await db().user.findUnique({ where: { id: person.id } })).toMatchObject({ sessionEpoch: 2 });
    const log = await listAudit({ orgId, subject: person.id, limit: 10 });
    expect(log.map((row) => row.action)).toEqual(Array(4).fill("user.changed"));
  });

  it("of another organisation do not exist", async () => {
    const stranger = await makeUser(await makeOrganization("Elsewhere"), "moderator");
    expect((await patch(admin, stranger.id, { role: "admin" })).status).toBe(404);
  });

  it("refuse an empty change and an unknown one", async () => {
    expect((await patch(admin, admin.id, {})).status).toBe(422);
    expect((await patch(admin, admin.id, { passwordHash: "x" })).status).toBe(422);
  });

  it("keep one admin, even when the last two step down at the same moment", async () => {
    const org = await makeOrganization("Two Admins");
    const [one, two] = [await makeUser(org, "admin"), await makeUser(org, "admin")];
    const answers = await Promise.all([
      patch(one, one.id, { role: "moderator" }),
      patch(two, two.id, { active: false }),
    ]);
    expect(answers.map((response) => response.status).sort()).toEqual([200, 409]);
    expect(await db().user.count({ where: { orgId: org, role: "admin", active: true } })).toBe(1);
  });
});
