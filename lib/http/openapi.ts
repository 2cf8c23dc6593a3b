import type { z } from "zod";
import { SCOPE_TITLES, SCOPES } from "#lib/domain/access";
import { googleErrorSchema, openaiErrorSchema, problemSchema } from "#lib/domain/api/errors";
import { failuresOf, type Operation } from "#lib/domain/api/operation";
import { OPERATIONS, TAGS } from "#lib/domain/api/operations/index";
import type { FailureCode } from "#lib/domain/failure";
import { openaiStatus } from "./openai-dialect";
import { type JsonSchema, type SchemaBook, schemaBook } from "./openapi-schemas";
import { googleStatus } from "./perspective-dialect";
import { PROBLEMS } from "./problem";

export const OPENAPI_VERSION = "3.1.1";

/** How errors are written in each manner. */
const MANNERS = {
  native: {
    type: "application/problem+json",
    schema: problemSchema,
    status: (code: FailureCode) => PROBLEMS[code].status,
  },
  openai: { type: "application/json", schema: openaiErrorSchema, status: openaiStatus },
  google: { type: "application/json", schema: googleErrorSchema, status: googleStatus },
};

const ANSWER_HEADERS = { "x-request-id": "Quote it when you ask for help." };
const KEY_HEADERS = { ratelimit: "What is left of the key's rate limit, and when it is full again." };

const header = (description: string) => ({ description, schema: { type: "string" } });
const headersOf = (named: Record<string, string>) =>
  Object.fromEntries(Object.entries(named).map(([name, description]) => [name, header(description)]));

/** The failures of an operation by the status that they are answered with. */
export function refusalsOf(described: Operation): Map<number, FailureCode[]> {
  const manner = MANNERS[described.errors ?? "native"];
  const byStatus = new Map<number, FailureCode[]>();
  for (const code of failuresOf(described)) {
    const status = manner.status(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}

function answersOf(described: Operation, book: SchemaBook): Record<string, unknown> {
  const manner = MANNERS[described.errors ?? "native"];
  const keyed = described.auth === "public" ? {} : KEY_HEADERS;
  const etag: Record<string, string> = described.etag ? { etag: "Names this version of the answer." } : {};
  const answers: Record<string, unknown> = {};
  for (const [status, { description, schema, headers = {} }] of Object.entries(described.answers))
    answers[status] = {
      description,
      headers: headersOf({ ...ANSWER_HEADERS, ...keyed, ...etag, ...headers }),
      ...(schema ? { content: { "application/json": { schema: book.answered(schema) } } } : {}),
    };
  if (described.etag) answers[304] = { description: "You have this version already (If-None-Match)." };
  for (const [status, codes] of refusalsOf(described)) {
    if (answers[status]) continue;
    const wait = codes.some((code) =>
      ["rate_limited", "unavailable", "idempotency_in_progress"].includes(code),
    );
    answers[status] = {
      description: codes.map((code) => `${PROBLEMS[code].title} (\`${code}\`).`).join(" "),
      headers: headersOf({ ...ANSWER_HEADERS, ...(wait ? { "retry-after": "Seconds to wait." } : {}) }),
      content: { [manner.type]: { schema: book.answered(manner.schema) } },
    };
  }
  return answers;
}

type Place = "path" | "query" | "header";

function parametersOf(described: Operation, book: SchemaBook): unknown[] {
  const { params, query, idempotency, etag, ifMatch } = described;
  const listed = (where: Place, schema: z.ZodType | undefined) => {
    const { properties = {}, required = [] } = (schema ? book.sent(schema) : {}) as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, entry]) => ({
      name,
      in: where,
      required: where === "path" || required.includes(name),
      schema: entry,
    }));
  };
  const inHeader = (name: string, required: boolean, description: string) => ({
    name,
    in: "header",
    required,
    description,
    schema: { type: "string", maxLength: 255 },
  });
  return [
    ...listed("path", params),
    ...listed("query", query),
    ...(idempotency
      ? [
          inHeader(
            "Idempotency-Key",
            idempotency === "required",
            "A new random value per request: a repetition gets the first answer again.",
          ),
        ]
      : []),
    ...(etag ? [inHeader("If-None-Match", false, "An ETag that you have: 304 when nothing changed.")] : []),
    ...(ifMatch
      ? [
          inHeader(
            "If-Match",
            ifMatch === "required",
            "The ETag of what you read: 412 when it changed since.",
          ),
        ]
      : []),
  ];
}

function securityOf({ auth, errors }: Operation): unknown[] {
  if (auth === "public") return [];
  const key = { bearer: [] };
  return errors === "google" ? [{ keyInQuery: [] }, { keyInHeader: [] }, key] : [key];
}

function toOperation(described: Operation, book: SchemaBook): JsonSchema {
  const { id, tag, summary, description, auth, body, examples } = described;
  const [first] = examples.filter((example) => example.body !== undefined);
  const scope = auth === "public" ? "" : `Needs the scope \`${auth.scope}\`.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, scope].filter(Boolean).join("\n\n"),
    security: securityOf(described),
    parameters: parametersOf(described, book),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: book.sent(body),
                ...(first
                  ? {
                      examples: Object.fromEntries(
                        examples
                          .filter((example) => example.body !== undefined)
                          .map(({ title, body: value }) => [title, { value }]),
                      ),
                    }
                  : {}),
              },
            },
          },
        }
      : {}),
    responses: answersOf(described, book),
  };
}

/**
 * The public API as an OpenAPI 3.1 document, made from the same operations and schemas that serve it.
 * @param server scheme and host under which callers reach it
 */
export function openapiDocument(server: string, options: { closed?: boolean } = {}): JsonSchema {
  const book = schemaBook(options);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const described of OPERATIONS) {
    const methods = paths[described.path] ?? {};
    methods[described.method.toLowerCase()] = toOperation(described, book);
    paths[described.path] = methods;
  }
  return {
    openapi: OPENAPI_VERSION,
    info: {
      title: "Sightline",
      version: "1.0.0",
      description: `Content moderation with people in the loop.\n\nScopes of a key:\n${SCOPES.map((scope) => `- \`${scope}\`: ${SCOPE_TITLES[scope]}`).join("\n")}`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: server }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "An API key, sl_..., from Settings, Keys." },
        keyInQuery: { type: "apiKey", in: "query", name: "key" },
        keyInHeader: { type: "apiKey", in: "header", name: "X-Goog-Api-Key" },
      },
      schemas: book.components,
    },
  };
}
