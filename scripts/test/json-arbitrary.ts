import fc, { type Arbitrary } from "fast-check";

type Schema = Record<string, unknown>;

/** Strings that have broken somebody's server. */
const NASTY = fc.constantFrom(
  ...[
    "",
    " ",
    "\u0000",
    "\ud800",
    "\u202e\u0007",
    "0",
    "-1",
    "null",
    "__proto__",
    "' OR 1=1 --",
    "../../etc/passwd",
  ],
  ...[
    "%00%ff",
    "\ufeff",
    "x".repeat(5000),
    "👩‍👩‍👧‍👦",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "1e999",
    "\\u0000",
  ],
);
const ANYTHING = fc.oneof(
  NASTY,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant({}),
  fc.constant([]),
  fc.constant(null),
);

/** Few of what the schema would allow many of: a batch of a thousand in each request would only take time. */
const MOST_ENTRIES = 3;

export interface ArbitraryOptions {
  /** `components.schemas` of the document. */
  components: Record<string, Schema>;
  /** Values that a property gets instead of what its schema says, by its name. */
  known?: Record<string, Arbitrary<unknown>>;
  /** How many of a hundred values are spoilt at each place. */
  spoil?: number;
}

function stringOf(schema: Schema): Arbitrary<unknown> {
  const max = Math.min(Number(schema.maxLength ?? 60), 400);
  const min = Number(schema.minLength ?? 0);
  if (schema.format === "date-time")
    return fc.date({ noInvalidDate: true }).map((date) => {
      const sane = new Date(Math.abs(date.getTime()) % 4e12);
      return sane.toISOString();
    });
  if (schema.format === "uri")
    return fc.constantFrom("https://platform.invalid/hook", "http://platform.invalid:8080/a?b=c");
  if (schema.pattern) return fc.constantFrom("en", "pt-BR", "x");
  return fc.oneof(
    fc.string({ minLength: min, maxLength: max }),
    fc.string({ minLength: min, maxLength: max, unit: "grapheme" }).filter((text) => text.length <= max),
    fc.constantFrom("toxicity=0.1", "toxicity=0.7", "spam=0.99").filter((text) => text.length <= max),
  );
}

/** Values that a JSON Schema allows, and some that it does not. */
export function jsonArbitrary(schema: Schema, options: ArbitraryOptions): Arbitrary<unknown> {
  const { spoil = 4 } = options;
  return fc.oneof(
    { weight: 100 - spoil, arbitrary: valid(schema, options) },
    { weight: spoil, arbitrary: ANYTHING },
  );
}

function valid(schema: Schema, options: ArbitraryOptions): Arbitrary<unknown> {
  const { components, known = {} } = options;
  const inner = (part: unknown) => jsonArbitrary(part as Schema, options);
  if (typeof schema.$ref === "string")
    return valid(components[schema.$ref.split("/").at(-1) ?? ""] ?? {}, options);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (choices) return fc.oneof(...choices.map((choice) => valid(choice, options)));
  switch (schema.type) {
    case "string":
      return stringOf(schema);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({
        min: Number(schema.minimum ?? -10),
        max: Math.min(Number(schema.maximum ?? 1e9), 1e9),
      });
    case "number":
      return fc.double({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 1), noNaN: true });
    case "array":
      return fc.array(inner(schema.items ?? {}), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: MOST_ENTRIES,
      });
    case "object": {
      const properties = (schema.properties ?? {}) as Record<string, Schema>;
      const required = (schema.required ?? []) as string[];
      const entries = Object.entries(properties).map(
        ([name, part]) => [name, known[name] ?? inner(part)] as const,
      );
      const fields = fc.record(Object.fromEntries(entries), { requiredKeys: required });
      const extra =
        typeof schema.additionalProperties === "object"
          ? fc.dictionary(fc.string({ maxLength: 20 }), inner(schema.additionalProperties), { maxKeys: 3 })
          : fc.oneof(
              { weight: 30, arbitrary: fc.constant({}) },
              { weight: 1, arbitrary: fc.constant({ extra: 1 }) },
            );
      return fc.tuple(fields, extra).map(([a, b]) => ({ ...b, ...a }));
    }
    default:
      return ANYTHING;
  }
}
