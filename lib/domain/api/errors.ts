import { z } from "zod";
import { FAILURE_CODES } from "../failure";

/** Every refusal of the native API: RFC 9457 with `code`, `request_id` and `errors[]` as extension members. */
export const problemSchema = z.object({
  /** Address of the page that explains the code. */
  type: z.url(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(FAILURE_CODES),
  request_id: z.string(),
  /** Each wrong field, as a JSON pointer into the body, or `/query/...`. */
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A refusal as OpenAI's clients read it. */
export const openaiErrorSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

/** A refusal as Google's clients read it. */
export const googleErrorSchema = z.object({
  error: z.object({
    code: z.int(),
    message: z.string(),
    status: z.string(),
    details: z.array(z.looseObject({ "@type": z.string() })).optional(),
  }),
});
