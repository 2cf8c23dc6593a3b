import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failuresOf, type Operation } from "#lib/domain/api/operation";
import { OPERATIONS } from "#lib/domain/api/operations/index";
import { openapiDocument } from "#lib/http/openapi";
import { ExampleWorld } from "../../scripts/test/api-examples";
import { type Contract, readContract } from "../../scripts/test/contract";
import type { Caller } from "../../scripts/test/http";
import { jsonArbitrary } from "../../scripts/test/json-arbitrary";
import { type PublicApi, startPublicApi } from "../../scripts/test/public-api";

/** Requests that the fuzz sends at least, over all operations. */
const REQUESTS = 2400;

let api: PublicApi;
let caller: Caller;
let contract: Contract;
let world: ExampleWorld;

beforeAll(async () => {
  api = await startPublicApi();
  caller = await api.newCaller();
  contract = readContract(openapiDocument("http://localhost:3000", { closed: true }));
  world = new ExampleWorld(caller);
});
afterAll(() => api.close());

const keyOf = ({ method, path }: Operation) => `${method} ${path}`;
const alone = (count: number) => (count === 1 ? "" : "s");

/** Whether the worker was quicker than the caller's patience is chance: both answers are documented. */
const asDocumented = (status: number, operation: Operation) =>
  status === 202 && operation.answers[200] && operation.answers[202] ? 200 : status;

describe.each(OPERATIONS.map((operation) => [keyOf(operation), operation] as const))(
  "%s",
  (_name, operation) => {
    it(`answers its example${alone(operation.examples.length)} as documented`, async () => {
      for (const example of operation.examples) {
        const { path, ...sent } = await world.requestOf(operation, example);
        if (sent.body !== undefined)
          expect(contract.bodyFaultOf(operation, sent.body), example.title).toBeNull();
        const { status, headers, body } = await caller.send(path, sent);
        const contentType = headers.get("content-type");
        expect(contract.faultOf(operation, { status, contentType, body }), example.title).toBeNull();
        expect(asDocumented(status, operation), example.title).toBe(asDocumented(example.status, operation));
        if (operation.etag) expect(headers.get("etag"), example.title).toMatch(/^"[\w-]+"$/);
      }
    });

    it("documents each of its refusals", () => {
      const { responses } = (
        openapiDocument("http://localhost").paths as Record<string, Record<string, { responses: object }>>
      )[operation.path]?.[operation.method.toLowerCase()] ?? { responses: {} };
      expect(failuresOf(operation).length).toBeGreaterThan(1);
      expect(Object.keys(responses)).toContain("500");
      if (operation.auth !== "public")
        for (const status of ["401", "403", "429"]) expect(responses).toHaveProperty(status);
    });
  },
);

describe("whatever is sent", () => {
  let sent = 0;
  const statuses = new Map<number, number>();

  const things = async () => {
    const contents = [{ content_id: "fuzz-batch", text: "toxicity=0.1" }];
    const item = await caller.send<{ id: string }>("/api/v1/moderate", {
      body: {
        content_id: "fuzz-item",
        text: "toxicity=0.7",
        metadata: { user_id: "fuzz-user" },
        wait_ms: 10_000,
      },
    });
    const batch = await caller.send<{ id: string }>("/api/v1/moderate/batch", { body: { contents } });
    const entries = [{ kind: "keyword", value: "fuzz offer" }];
    const lists = await caller.send<{ entries: { id: string }[] }>("/api/v1/lists", {
      body: { entries, category: "spam", action: "flag" },
    });
    return [item.body.id, batch.body.id, lists.body.entries[0]?.id ?? "", "fuzz-user", "fuzz-item"];
  };

  /** Anything that can stand in a path as one step. */
  const step = (ids: string[]) =>
    fc.oneof(
      fc.constantFrom(...ids),
      fc
        .string({ minLength: 1, maxLength: 120, unit: "binary" })
        .filter((text) => !/\p{Surrogate}/u.test(text) && !/^\.{1,2}$/.test(text)),
      fc.constant("itm_0"),
    );
  const headerValue = fc
    .string({ minLength: 1, maxLength: 40 })
    .filter((text) => /^[\x21-\x7e]+$/.test(text));

  function requests(operation: Operation, ids: string[]) {
    const document = openapiDocument("http://localhost:3000");
    const { schemas: components } = document.components as {
      schemas: Record<string, Record<string, unknown>>;
    };
    const described = (
      document.paths as Record<
        string,
        Record<
          string,
          { parameters: Parameter[]; requestBody?: { content: Record<string, { schema: object }> } }
        >
      >
    )[operation.path]?.[operation.method.toLowerCase()];
    const known = {
      wait_ms: fc.integer({ min: 0, max: 20 }),
      item_id: fc.constantFrom(...ids),
      content_id: fc.oneof(fc.constantFrom(...ids), fc.string({ minLength: 1, maxLength: 40 })),
      user_id: fc.constantFrom("u1", "u2", "fuzz-user"),
    };
    const schema = described?.requestBody?.content["application/json"]?.schema;
    const parameters = described?.parameters ?? [];
    const query = Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name, schema: part }) => [name, jsonArbitrary(part, { components })]),
    );
    return fc.record({
      params: fc.dictionary(fc.constantFrom("id", "token", "user_id"), step(ids), { minKeys: 3, maxKeys: 3 }),
      query: fc.record(query, { requiredKeys: [] }),
      body: schema
        ? fc.oneof(
            {
              weight: 20,
              arbitrary: jsonArbitrary(schema as Record<string, unknown>, { components, known }),
            },
            { weight: 1, arbitrary: fc.constantFrom("", "{", "null", "[]", '{"a":', "\u0000") },
          )
        : fc.constant(undefined),
      key: fc.option(headerValue, { freq: 3 }),
      ifMatch: fc.option(fc.oneof(headerValue, fc.constant("*")), { freq: 2 }),
      secret: fc.oneof(
        { weight: 30, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.constantFrom("Bearer sl_nobody", "Basic YTpi", "Bearer") },
      ),
      type: fc.oneof(
        { weight: 30, arbitrary: fc.constant("application/json") },
        { weight: 1, arbitrary: fc.constantFrom("text/plain", "multipart/form-data; boundary=x") },
      ),
    });
  }

  it(`of ${REQUESTS} requests, none is answered 5xx or with anything that is not documented`, async () => {
    const ids = await things();
    const each = Math.ceil(REQUESTS / OPERATIONS.length);
    for (const operation of OPERATIONS) {
      await fc.assert(
        fc.asyncProperty(requests(operation, ids), async (asked) => {
          const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
            encodeURIComponent(asked.params[name] ?? "x"),
          );
          const query = new URLSearchParams(
            Object.entries(asked.query).map(([name, value]) => [
              name,
              typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\uFFFD") : JSON.stringify(value),
            ]),
          ).toString();
          const { status, headers, body } = await caller.send(path + (query && `?${query}`), {
            method: operation.method,
            body:
              asked.body === undefined || typeof asked.body === "string"
                ? asked.body
                : JSON.stringify(asked.body),
            headers: {
              "content-type": asked.type,
              ...(asked.key ? { "idempotency-key": asked.key } : {}),
              ...(asked.ifMatch ? { "if-match": asked.ifMatch, "if-none-match": asked.ifMatch } : {}),
              ...(asked.secret ? { authorization: asked.secret } : {}),
            },
          });
          sent += 1;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          expect(status, JSON.stringify(body)).toBeLessThan(500);
          expect(
            contract.faultOf(operation, { status, contentType: headers.get("content-type"), body }),
          ).toBeNull();
        }),
        { numRuns: each },
      );
    }
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
    // The fuzz is worth something only if it comes past validation as well.
    for (const status of [200, 201, 202, 400, 401, 404, 422])
      expect(statuses.get(status), String(status)).toBeGreaterThan(0);
    if (process.env.SHOW_FUZZ)
      process.stdout.write(`${sent} requests: ${JSON.stringify([...statuses].sort())}\n`);
  }, 240_000);
});

interface Parameter {
  name: string;
  in: string;
  schema: Record<string, unknown>;
}
