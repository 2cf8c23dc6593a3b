import { beforeAll, describe, expect, it, vi } from "vitest";
import type { CreatedKey } from "#lib/domain/keys";
import { route } from "#lib/http/route";
import { listAudit } from "#lib/store/audit";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../../scripts/test/organization";
import { apiRequest, deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { DELETE as revoke } from "./keys/[id]/route";
import { POST as create, GET as list } from "./keys/route";

const read = route({ auth: { scope: "items:read" }, handle: ({ principal }) => principal });
let orgId: string;
let admin: User;
beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});

async function newKey(body: object = { name: "Forum plug-in", scopes: ["moderate", "items:read"] }) {
  const response = await create(await deskRequest("/api/desk/keys", admin, { body }));
  expect(response.status).toBe(201);
  return (await response.json()) as CreatedKey;
}
const revokeBy = async (user: User, id: string) =>
  revoke(await deskRequest("/", user, { method: "DELETE" }), routeContext({ id }));

describe("API keys", () => {
  it("work from the moment they are made, and are shown once", async () => {
    const { key, secret } = await newKey();
    expect(key).toMatchObject({
      name: "Forum plug-in",
      createdBy: admin.name,
      ratePerSecond: 50,
      burst: 200,
    });
    expect(secret.startsWith(key.prefix)).toBe(true);
    expect((await read(apiRequest("/x", secret))).status).toBe(200);
    const listed = await (await list(await deskRequest("/api/desk/keys", admin))).text();
    expect(listed).toContain(key.id);
    expect(listed).not.toContain(secret);
    const [event] = await listAudit({ orgId, subject: key.id, limit: 1 });
    expect(event?.action).toBe("key.created");
    expect(event?.payload).not.toContain(secret.slice(10));
  });

  it("note their last use", async () => {
    const { key, secret } = await newKey();
    await read(apiRequest("/x", secret));
    await vi.waitFor(async () => {
      const { keys } = await (await list(await deskRequest("/", admin))).json();
      expect(keys.find((entry: { id: string }) => entry.id === key.id).lastUsedAt).not.toBeNull();
    });
  });

  it("stop working within five seconds of being revoked, and stay listed", async () => {
    const { key, secret } = await newKey();
    await read(apiRequest("/x", secret));
    expect((await revokeBy(admin, key.id)).status).toBe(204);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5000 });
    expect((await read(apiRequest("/x", secret))).status).toBe(401);
    vi.useRealTimers();
    expect((await revokeBy(admin, key.id)).status).toBe(404);
    const { keys } = await (await list(await deskRequest("/", admin))).json();
    expect(keys.at(-1)).toMatchObject({ id: key.id, revokedAt: expect.any(String) });
  });

  it("of another organisation cannot be revoked", async () => {
    const { key, secret } = await newKey();
    const stranger = await makeUser(await makeOrganization("Elsewhere"), "admin");
    expect((await revokeBy(stranger, key.id)).status).toBe(404);
    expect((await read(apiRequest("/x", secret))).status).toBe(200);
  });

  it.each([
    [{ name: "x", scopes: [] }, "/scopes"],
    [{ name: "x", scopes: ["everything"] }, "/scopes/0"],
    [{ name: "x", scopes: ["moderate", "moderate"] }, "/scopes"],
    [{ name: "", scopes: ["moderate"] }, "/name"],
    [{ name: "x", scopes: ["moderate"], burst: 0 }, "/burst"],
  ])("%o is refused", async (body, pointer) => {
    const response = await create(await deskRequest("/api/desk/keys", admin, { body }));
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe(pointer);
  });
});
