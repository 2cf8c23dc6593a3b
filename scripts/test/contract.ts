import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

interface Described {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  requestBody?: { content: { "application/json": { schema: object } } };
}
type Paths = Record<string, Record<string, Described>>;

export interface Contract {
  /** What is wrong with an answer, or null. */
  faultOf(operation: { method: string; path: string }, answer: AnswerToCheck): string | null;
  /** What is wrong with a body that is sent, or null. */
  bodyFaultOf(operation: { method: string; path: string }, body: unknown): string | null;
}

export interface AnswerToCheck {
  status: number;
  contentType: string | null;
  body: unknown;
}

/** Holds requests and answers against an OpenAPI document. */
export function readContract(document: Record<string, unknown>): Contract {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // The package is CommonJS: what it exports is on `default` for some loaders and the module itself for others.
  const formats = addFormats as unknown as { default?: typeof addFormats };
  (formats.default ?? addFormats)(ajv as never);
  ajv.addSchema(document, "openapi");
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string): ValidateFunction => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const step = (key: string) => `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
  const at = (...keys: string[]) => keys.map(step).join("");
  const faults = (validate: ValidateFunction, value: unknown): string | null =>
    validate(value) ? null : ajv.errorsText(validate.errors, { separator: "; " });
  const paths = document.paths as Paths;
  const described = ({ method, path }: { method: string; path: string }) =>
    paths[path]?.[method.toLowerCase()] as Described;

  return {
    faultOf: (operation, { status, contentType, body }) => {
      const response = described(operation).responses[status];
      if (!response) return `the status ${status} is not documented: ${JSON.stringify(body)?.slice(0, 300)}`;
      const types = Object.keys(response.content ?? {});
      if (types.length === 0) return body === undefined ? null : "a body where none is documented";
      const type = types.find((name) => contentType?.startsWith(name));
      if (!type) return `the content type ${contentType} is not documented for ${status}`;
      const method = operation.method.toLowerCase();
      const pointer = at(
        "paths",
        operation.path,
        method,
        "responses",
        String(status),
        "content",
        type,
        "schema",
      );
      return faults(validator(pointer), body);
    },
    bodyFaultOf: (operation, body) => {
      const method = operation.method.toLowerCase();
      const pointer = at(
        "paths",
        operation.path,
        method,
        "requestBody",
        "content",
        "application/json",
        "schema",
      );
      return faults(validator(pointer), body);
    },
  };
}
