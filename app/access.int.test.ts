import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRole, SCOPES } from "#lib/domain/access";
import { ROLES, type Role } from "#lib/domain/taxonomy";
import { isPublicPage } from "#lib/http/public-pages";
import { closeQueues } from "#lib/jobs/enqueue";
import { closeNotify } from "#lib/store/notify";
import type { User } from "#lib/store/users";
import { type Access, PAGE_ACCESS, ROUTE_ACCESS } from "../scripts/test/access-table";
import { type AppHandler, appHandlers, appPages } from "../scripts/test/app-files";
import { makeOrganization } from "../scripts/test/organization";
import { apiRequest, deskRequest, makeKey, makeUser } from "../scripts/test/people";

const handlers = await appHandlers();
const pages = appPages();
const nameOf = ({ method, path }: AppHandler) => `${method} ${path}`;
// next-auth's own handler reads the request through Next itself; e2e/access.spec.ts calls it over HTTP.
const callable = handlers.filter((handler) => !handler.path.startsWith("/api/auth/"));

let users: Record<Role, User>;
let fullKey: string;
const keyWithout: Record<string, string> = {};

beforeAll(async () => {
  const orgId = await makeOrganization();
  const people = await Promise.all(ROLES.map((role) => makeUser(orgId, role)));
  users = Object.fromEntries(people.map((user) => [user.role, user])) as Record<Role, User>;
  fullKey = (await makeKey(orgId, [...SCOPES])).secret;
  for (const scope of SCOPES) {
    const others = SCOPES.filter((other) => other !== scope);
    keyWithout[scope] = (await makeKey(orgId, others)).secret;
  }
  return async () => {
    await closeQueues();
    await closeNotify();
  };
});

interface Sent {
  method: string;
  body?: object;
}
type MakeRequest = (address: string, sent: Sent) => Promise<Request>;

async function statusOf({ handler, method, path }: AppHandler, makeRequest: MakeRequest) {
  const address = path.replace(/\[\w+\]/g, "missing-000000000000000000000");
  const body = method === "GET" ? undefined : {};
  const request = await makeRequest(address, { method, body });
  const params = Object.fromEntries([...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name, "missing"]));
  const response = await handler(request, { params: Promise.resolve(params) });
  await response.body?.cancel();
  return response.status;
}
const asUser =
  (user: User | null): MakeRequest =>
  (address, sent) =>
    deskRequest(address, user, sent);
const asKey =
  (secret: string): MakeRequest =>
  async (address, sent) =>
    apiRequest(address, secret, sent);

const accessOf = (handler: AppHandler): Access => ROUTE_ACCESS[nameOf(handler)] ?? "public";
const letIn = (status: number) => expect([401, 403]).not.toContain(status);

describe("the table", () => {
  it("has a row for every route and page, and no row too many", () => {
    expect(Object.keys(ROUTE_ACCESS).sort()).toEqual(handlers.map(nameOf).sort());
    expect(Object.keys(PAGE_ACCESS).sort()).toEqual(pages.map((page) => page.path).sort());
  });

  it.each(pages.map((page) => [page.path, page] as const))(
    "page %s asks for its role itself",
    (path, { file }) => {
      const access = PAGE_ACCESS[path];
      const asked = [...readFileSync(file, "utf8").matchAll(/requireUser\("(\w+)"\)/g)].map(
        ([, role]) => role,
      );
      if (access === "public") expect(asked).toEqual([]);
      else expect(asked).toEqual([access && "role" in access ? access.role : undefined]);
      if (path !== "/") expect(isPublicPage(path.replace(/\[\w+\]/, "x"))).toBe(access === "public");
    },
  );
});

describe.each(callable.map((handler) => [nameOf(handler), handler] as const))("%s", (_name, handler) => {
  const access = accessOf(handler);

  it("lets in or refuses nobody in particular", async () => {
    const status = await statusOf(handler, asUser(null));
    if (access === "public") letIn(status);
    else expect(status).toBe(401);
  });

  it.each(ROLES)("lets in or refuses a %s", async (role) => {
    const status = await statusOf(handler, asUser(users[role]));
    if (access === "public") return letIn(status);
    if ("scope" in access) return expect(status).toBe(401);
    if (hasRole(role, access.role)) letIn(status);
    else expect(status).toBe(403);
  });

  it("lets in or refuses API keys", async () => {
    const status = await statusOf(handler, asKey(fullKey));
    if (access === "public" || "scope" in access) letIn(status);
    else expect([401, 403]).toContain(status);
    if (access !== "public" && "scope" in access)
      expect(await statusOf(handler, asKey(keyWithout[access.scope] ?? ""))).toBe(403);
  });

  it("answers nothing it should not have to apologise for", async () => {
    const status = await statusOf(handler, asUser(users.admin));
    if (handler.path === "/api/health") expect([200, 503]).toContain(status);
    else expect(status).toBeLessThan(500);
  });
});
