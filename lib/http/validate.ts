import { z } from "zod";
import { Failure, type FieldError } from "#lib/domain/failure";
import { pointerStep } from "./read-body";

const MOST_ERRORS = 50;

/** Making a schema costs more than what it is used for here. */
const closedOnes = new WeakMap<z.ZodType, z.ZodType>();

/** Objects refuse fields that they do not know; nested objects say so themselves with z.strictObject. */
function closed(schema: z.ZodType): z.ZodType {
  const known = closedOnes.get(schema);
  if (known) return known;
  const made = schema instanceof z.ZodObject && !schema.def.catchall ? schema.strict() : schema;
  closedOnes.set(schema, made);
  return made;
}

function fieldErrors(issues: z.core.$ZodIssue[], prefix: string): FieldError[] {
  return issues.flatMap((issue) => {
    const pointer = prefix + issue.path.map(pointerStep).join("");
    if (issue.code !== "unrecognized_keys") return [{ pointer, message: issue.message }];
    return issue.keys.map((key) => ({ pointer: pointer + pointerStep(key), message: "Unknown field." }));
  });
}

/** Parses a value with a schema (none of ours waits for anything), or throws `invalid_input` that points at every wrong field. */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  where: "body" | "query" = "body",
): z.infer<S> {
  const result = closed(schema).safeParse(value);
  if (result.success) return result.data as z.infer<S>;
  const errors = fieldErrors(result.error.issues, where === "query" ? "/query" : "").slice(0, MOST_ERRORS);
  const first = errors[0];
  const detail =
    errors.length === 1 && first
      ? `${first.pointer || "The body"}: ${first.message}`
      : `${errors.length} fields are wrong; see errors.`;
  throw new Failure("invalid_input", detail, { errors });
}
