import type { Example, Operation } from "#lib/domain/api/operation";
import { OPERATIONS, TAGS } from "#lib/domain/api/operations/index";
import type { ApiAnswer, ApiField, ApiObject, ApiOperation, ApiReference } from "#lib/domain/api/reference";
import { openapiDocument } from "./openapi";
import type { JsonSchema } from "./openapi-schemas";
import { typeOf } from "./typescript-types";

/** How far the fields of a body are laid open. */
const DEEPEST = 3;

interface Described {
  description?: string;
  parameters: { name: string; in: string; required: boolean; description?: string; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

type Components = Record<string, JsonSchema>;

function resolve(schema: JsonSchema, components: Components): JsonSchema {
  if (typeof schema.$ref !== "string") return schema;
  return components[schema.$ref.split("/").at(-1) ?? ""] ?? {};
}

const nameOf = (schema: JsonSchema | undefined) =>
  typeof schema?.$ref === "string" ? (schema.$ref.split("/").at(-1) ?? null) : null;

/** In a few words: an object is called one, or by its name. */
function typeName(schema: JsonSchema): string {
  const name = nameOf(schema);
  if (name) return `\`${name}\``;
  if (schema.type === "object" && schema.properties) return "object";
  if (schema.type === "array") return `list of ${typeName((schema.items ?? {}) as JsonSchema)}`;
  if (schema.format === "date-time") return "date and time";
  const choice = (schema.anyOf as JsonSchema[] | undefined)?.map(typeName);
  if (choice) return choice.join(" or ");
  if (schema.type === "integer") return "integer";
  return typeOf(schema).replaceAll('"', "");
}

function limitsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, maxItems, default: byDefault } = schema;
  const parts: string[] = [];
  if (minimum !== undefined && maximum !== undefined) parts.push(`${minimum} to ${maximum}`);
  if (maxLength !== undefined)
    parts.push(minLength ? `${minLength} to ${maxLength} characters` : `at most ${maxLength} characters`);
  if (maxItems !== undefined) parts.push(`at most ${maxItems}`);
  const shown = byDefault !== undefined && (typeof byDefault !== "object" || byDefault === null);
  if (shown) parts.push(`default ${byDefault}`);
  return parts.join(", ");
}

/** The fields of a body, and of its parts that have no name of their own. */
function fieldsOf(schema: JsonSchema, components: Components, prefix = "", depth = 1): ApiField[] {
  const { properties = {}, required = [] } = resolve(schema, components) as {
    properties?: Components;
    required?: string[];
  };
  return Object.entries(properties).flatMap(([name, part]) => {
    const whole = resolve(part, components);
    const path = `${prefix}${name}`;
    const field: ApiField = {
      name: path,
      type: typeName(part),
      required: required.includes(name),
      limits: limitsOf(whole),
      description: String(part.description ?? whole.description ?? ""),
    };
    const list = part.type === "array";
    const item = list ? ((part.items ?? {}) as JsonSchema) : part;
    const deeper =
      item.type === "object" && item.properties && depth < DEEPEST
        ? fieldsOf(item, components, `${path}${list ? "[]" : ""}.`, depth + 1)
        : [];
    return [field, ...deeper];
  });
}

const PLACEHOLDERS: Record<string, string> = {
  item: "itm_...",
  batch: "bat_...",
  "running-batch": "bat_...",
  "list-entry": "lst_...",
  appeal: "TOKEN",
  author: "u1",
};

function addressOf({ path }: Operation, { params = {}, query }: Example): string {
  const filled = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => PLACEHOLDERS[params[name] ?? ""] ?? `{${name}}`,
  );
  return filled + (query ? `?${new URLSearchParams(query)}` : "");
}

function curlOf(operation: Operation, example: Example, server: string): string {
  const lines = [
    `curl${operation.method === "GET" ? "" : ` -X ${operation.method}`} '${server}${addressOf(operation, example)}'`,
  ];
  if (operation.auth !== "public") lines.push('-H "Authorization: Bearer $KEY"');
  for (const [name, value] of Object.entries(example.headers ?? {}))
    lines.push(`-H '${name}: ${name === "If-Match" ? '"ETAG"' : value}'`);
  if (example.body !== undefined) {
    lines.push("-H 'Content-Type: application/json'");
    lines.push(
      `-d '${JSON.stringify(example.body, null, 2).replaceAll("'", "'\\''").replaceAll("\n", "\n  ")}'`,
    );
  }
  return lines.join(" \\\n  ");
}

/** An object as somebody would write it in TypeScript. */
function written(value: unknown, indent = ""): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const flat = value.every((entry) => typeof entry !== "object");
    const entries = value.map((entry) => written(entry, inner));
    return flat
      ? `[${entries.join(", ")}]`
      : `[\n${entries.map((entry) => `${inner}${entry},`).join("\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const lines = Object.entries(value).map(([name, entry]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    return `${inner}${key}: ${written(entry, inner)},`;
  });
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function typescriptOf({ id }: Operation, { params, query, body, headers = {} }: Example): string {
  const input: Record<string, unknown> = {
    ...(params
      ? {
          params: Object.fromEntries(
            Object.entries(params).map(([name, what]) => [name, PLACEHOLDERS[what] ?? what]),
          ),
        }
      : {}),
    ...(query
      ? {
          query: Object.fromEntries(
            Object.entries(query).map(([name, value]) => [name, name === "limit" ? Number(value) : value]),
          ),
        }
      : {}),
    ...(body === undefined ? {} : { body }),
    ...(headers["Idempotency-Key"] ? { idempotencyKey: headers["Idempotency-Key"] } : {}),
    ...(headers["If-Match"] ? { ifMatch: "ETAG" } : {}),
  };
  return `const { data } = await sightline.${id}(${Object.keys(input).length > 0 ? written(input) : ""});`;
}

function layOut(server: string): ApiReference {
  const { paths, components } = openapiDocument(server) as unknown as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Components };
  };
  const { schemas } = components;
  const toOperation = (operation: Operation): ApiOperation => {
    const described = paths[operation.path]?.[operation.method.toLowerCase()] as Described;
    const body = described.requestBody?.content["application/json"]?.schema;
    return {
      id: operation.id,
      method: operation.method,
      path: operation.path,
      summary: operation.summary,
      description: operation.description ?? "",
      scope: operation.auth === "public" ? null : operation.auth.scope,
      parameters: described.parameters.map(({ name, in: place, required, description = "", schema }) => ({
        name,
        place,
        required,
        type: typeName(schema),
        limits: limitsOf(schema),
        description: description || String(schema.description ?? ""),
      })),
      bodyObject: nameOf(body),
      body: body ? fieldsOf(body, schemas) : [],
      answers: Object.entries(described.responses).map(
        ([status, { description, content = {} }]): ApiAnswer => {
          const [type, media] = Object.entries(content)[0] ?? [];
          const good = Number(status) < 300;
          return {
            status: Number(status),
            description,
            type: type ?? "",
            object: nameOf(media?.schema),
            fields: good && media ? fieldsOf(media.schema, schemas) : [],
          };
        },
      ),
      examples: operation.examples.map((example) => ({
        title: example.title,
        status: example.status,
        curl: curlOf(operation, example, server),
        typescript: typescriptOf(operation, example),
      })),
    };
  };
  return {
    groups: Object.entries(TAGS).map(([name, description]) => ({
      name,
      description,
      operations: OPERATIONS.filter(({ tag }) => tag === name).map(toOperation),
    })),
    objects: Object.entries(schemas).map(
      ([name, schema]): ApiObject => ({
        name,
        type: typeName(schema),
        description: String(schema.description ?? ""),
        fields: fieldsOf(schema, schemas),
      }),
    ),
  };
}

let latest: { server: string; reference: ApiReference } | undefined;

/** The public API laid out for readers, from the same OpenAPI document that programs get. */
export function apiReference(server: string): ApiReference {
  if (latest?.server !== server) latest = { server, reference: layOut(server) };
  return latest.reference;
}
