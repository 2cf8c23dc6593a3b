import { z } from "zod";
import { erasureSchema } from "#lib/domain/api/author";
import {
  batchBodySchema,
  batchContentSchema,
  batchErrorSchema,
  batchResultSchema,
  batchSchema,
} from "#lib/domain/api/batch";
import { googleErrorSchema, openaiErrorSchema, problemSchema } from "#lib/domain/api/errors";
import {
  historyLineSchema,
  itemListSchema,
  itemResourceSchema,
  listedItemSchema,
} from "#lib/domain/api/item";
import {
  addedListEntriesSchema,
  listChangeSchema,
  listEntryResourceSchema,
  listsPageSchema,
  newListEntriesSchema,
} from "#lib/domain/api/list";
import { overrideBodySchema } from "#lib/domain/api/override";
import { reportBodySchema, reportSchema } from "#lib/domain/api/report";
import { moderateBodySchema } from "#lib/domain/content";
import { appealViewSchema, fileAppealBodySchema } from "#lib/domain/desk";
import { categorySchema } from "#lib/domain/taxonomy";
import { explanationSchema } from "#lib/domain/verdict";

export type JsonSchema = { [key: string]: unknown };

/** Schemas with a name of their own in the OpenAPI file, by what they describe: what is sent, and what is answered. */
const SENT: Record<string, z.ZodType> = {
  ModerateRequest: moderateBodySchema,
  BatchRequest: batchBodySchema,
  BatchContent: batchContentSchema,
  OverrideRequest: overrideBodySchema,
  ReportRequest: reportBodySchema,
  NewListEntries: newListEntriesSchema,
  ListChange: listChangeSchema,
  AppealRequest: fileAppealBodySchema,
};
const ANSWERED: Record<string, z.ZodType> = {
  Category: categorySchema,
  Explanation: explanationSchema,
  HistoryLine: historyLineSchema,
  Item: itemResourceSchema,
  ListedItem: listedItemSchema,
  ItemList: itemListSchema,
  Batch: batchSchema,
  BatchResult: batchResultSchema,
  BatchError: batchErrorSchema,
  Report: reportSchema,
  Erasure: erasureSchema,
  ListEntry: listEntryResourceSchema,
  ListsPage: listsPageSchema,
  AddedListEntries: addedListEntriesSchema,
  Appeal: appealViewSchema,
  Problem: problemSchema,
  OpenaiError: openaiErrorSchema,
  GoogleError: googleErrorSchema,
};

const pointer = (name: string) => `#/components/schemas/${name}`;

/** Limits of JavaScript's integers and patterns that only repeat a format say nothing to a reader. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  const schema = value as JsonSchema;
  const dropped = (key: string, entry: unknown) =>
    key === "$schema" ||
    key === "$id" ||
    (key === "maximum" && entry === Number.MAX_SAFE_INTEGER) ||
    (key === "minimum" && entry === Number.MIN_SAFE_INTEGER) ||
    (key === "pattern" && schema.format !== undefined);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, entry]) => !dropped(key, entry))
      .map(([key, entry]) => [key, tidy(entry)]),
  );
}

/** Answers may gain fields: callers are told not to refuse what they do not know. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, entry]) => !(key === "additionalProperties" && entry === false),
  );
  return Object.fromEntries(entries.map(([key, entry]) => [key, open(entry)]));
}

export interface SchemaBook {
  /** `components.schemas`. */
  components: Record<string, JsonSchema>;
  /** A body that is sent: a reference where it has a name. */
  sent(schema: z.ZodType): JsonSchema;
  /** A body that is answered. */
  answered(schema: z.ZodType): JsonSchema;
}

/**
 * The schemas of the public API as JSON Schema (draft 2020-12), made from the zod schemas that validate.
 * @param closed answers may have no other fields than these, for tests
 */
export function schemaBook({ closed = false } = {}): SchemaBook {
  const asAnswer = (schema: unknown) => tidy(closed ? schema : open(schema)) as JsonSchema;
  const asSent = (schema: unknown) => tidy(schema) as JsonSchema;
  const book = (
    named: Record<string, z.ZodType>,
    io: "input" | "output",
    finish: (schema: unknown) => JsonSchema,
  ) => {
    const registry = z.registry<{ id: string }>();
    for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
    const { schemas } = z.toJSONSchema(registry, { io, uri: pointer, unrepresentable: "any" });
    const nameOf = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
    const one = (schema: z.ZodType): JsonSchema => {
      const name = nameOf.get(schema);
      if (name) return { $ref: pointer(name) };
      // Named parts of an unnamed schema stay references: its own name is thrown away.
      const inner = z.registry<{ id: string }>();
      for (const [id, part] of Object.entries(named)) inner.add(part, { id });
      inner.add(schema, { id: "_" });
      return finish(z.toJSONSchema(inner, { io, uri: pointer, unrepresentable: "any" }).schemas._);
    };
    const components = Object.entries(schemas).map(([name, schema]) => [name, finish(schema)]);
    return { components: Object.fromEntries(components) as Record<string, JsonSchema>, one };
  };
  const sent = book(SENT, "input", asSent);
  const answered = book(ANSWERED, "output", asAnswer);
  // Contents are validated one by one, so that a wrong one is an error of its own; this is what each should be.
  const { contents } = (sent.components.BatchRequest as { properties: Record<string, JsonSchema> })
    .properties;
  if (contents) contents.items = { $ref: pointer("BatchContent") };
  return {
    components: { ...sent.components, ...answered.components },
    sent: sent.one,
    answered: answered.one,
  };
}
