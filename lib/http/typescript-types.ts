import { OPERATIONS } from "#lib/domain/api/operations/index";
import { openapiDocument } from "./openapi";
import type { JsonSchema } from "./openapi-schemas";

interface Described {
  parameters: { name: string; in: string; required: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}

const quoted = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** A JSON Schema as a TypeScript type. */
export function typeOf(schema: JsonSchema, indent = ""): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) ?? "unknown";
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (choices) return choices.map((choice) => typeOf(choice, indent)).join(" | ");
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.map((type) => plainType(String(type), schema, indent)).join(" | ");
}

function plainType(type: string, schema: JsonSchema, indent: string): string {
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type === "array") {
    const item = typeOf((schema.items ?? {}) as JsonSchema, indent);
    return /[ |]/.test(item) ? `Array<${item}>` : `${item}[]`;
  }
  if (type === "object") return objectType(schema, indent);
  return "unknown";
}

function objectType(schema: JsonSchema, indent: string): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = (schema.required ?? []) as string[];
  if (properties.length === 0) {
    const more = schema.additionalProperties;
    if (typeof more !== "object") return "Record<string, unknown>";
    const keys = schema.propertyNames as JsonSchema | undefined;
    const value = typeOf(more as JsonSchema, indent);
    return keys?.enum ? `Partial<Record<${typeOf(keys)}, ${value}>>` : `Record<string, ${value}>`;
  }
  const inner = `${indent}  `;
  const lines = properties.map(([name, part]) => {
    const note = typeof part.description === "string" ? `${inner}/** ${part.description} */\n` : "";
    return `${note}${inner}${quoted(name)}${required.includes(name) ? "" : "?"}: ${typeOf(part, inner)};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

/** What a call takes: its parameters by place, and its body. */
function inputType({ parameters, requestBody }: Described): string {
  const parts: string[] = [];
  for (const [place, name] of [
    ["path", "params"],
    ["query", "query"],
  ] as const) {
    const fields = parameters.filter((parameter) => parameter.in === place);
    if (fields.length === 0) continue;
    const optional = fields.every(({ required }) => !required) ? "?" : "";
    const list = fields.map(
      (field) => `${quoted(field.name)}${field.required ? "" : "?"}: ${typeOf(field.schema)}`,
    );
    parts.push(`${name}${optional}: { ${list.join("; ")} }`);
  }
  const body = requestBody?.content["application/json"]?.schema;
  if (body) parts.push(`body: ${typeOf(body, "    ")}`);
  const headers = new Map(
    parameters.filter((parameter) => parameter.in === "header").map((one) => [one.name, one]),
  );
  if (headers.has("Idempotency-Key")) parts.push("idempotencyKey?: string");
  if (headers.has("If-None-Match")) parts.push("ifNoneMatch?: string");
  const ifMatch = headers.get("If-Match");
  if (ifMatch) parts.push(`ifMatch${ifMatch.required ? "" : "?"}: string`);
  return parts.length === 0 ? "{}" : `{ ${parts.join("; ")} }`;
}

function outputType({ responses }: Described): string {
  const types = Object.entries(responses)
    .filter(([status]) => status.startsWith("2"))
    .map(([, { content }]) => {
      const schema = content?.["application/json"]?.schema;
      return schema ? typeOf(schema, "    ") : "undefined";
    });
  return [...new Set(types)].join(" | ");
}

/** The types of the public API in TypeScript: one per named schema, and `Calls` with the input and output of each call. */
export function apiTypes(): string {
  const { paths, components } = openapiDocument("") as unknown as {
    paths: Record<string, Record<string, Described>>;
    components: { schemas: Record<string, JsonSchema> };
  };
  const named = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema)};`,
  );
  const calls = OPERATIONS.map(({ id, method, path, summary }) => {
    const described = paths[path]?.[method.toLowerCase()] as Described;
    return `  /** ${summary}. */\n  ${id}: { input: ${inputType(described)}; output: ${outputType(described)} };`;
  });
  return `${named.join("\n\n")}\n\nexport interface Calls {\n${calls.join("\n")}\n}\n`;
}

/** Method and path of each call, as the client needs them at run time. */
export function callTable(): Record<string, string> {
  return Object.fromEntries(OPERATIONS.map(({ id, method, path }) => [id, `${method} ${path}`]));
}
