import { describe, expect, it } from "vitest";
import { OPERATIONS, TAGS } from "#lib/domain/api/operations/index";
import { openapiDocument } from "#lib/http/openapi";
import { ROUTE_ACCESS } from "../../scripts/test/access-table";
import { appHandlers } from "../../scripts/test/app-files";

/** Routes that are the desk's own, or no part of the API. */
const PRIVATE = /^\/api\/(desk|auth|invites)\/|^\/api\/\[\.\.\./;

const routeOf = ({ method, path, route }: { method: string; path: string; route?: string }) =>
  `${method} ${route ?? path.replaceAll("{", "[").replaceAll("}", "]")}`;

describe("the OpenAPI file", () => {
  it("has every public route, and no other", async () => {
    const served = (await appHandlers())
      .filter(({ path }) => !PRIVATE.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(OPERATIONS.map(routeOf))].sort()).toEqual([...new Set(served)].sort());
  });

  it("asks for the scopes that the access table has", () => {
    for (const operation of OPERATIONS)
      expect(operation.auth, operation.id).toEqual(ROUTE_ACCESS[routeOf(operation)]);
  });

  it("has no reference that leads nowhere, no operation twice, and a known tag for each", () => {
    const document = openapiDocument("http://localhost:3000");
    const names = Object.keys((document.components as { schemas: object }).schemas);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, name] of references) expect(names).toContain(name);
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { tag } of OPERATIONS) expect(Object.keys(TAGS)).toContain(tag);
  });
});
