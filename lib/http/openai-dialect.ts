import type { Failure, FailureCode } from "#lib/domain/failure";
import { PROBLEMS } from "./problem";
import type { Dialect } from "./route";

/** OpenAI answers what is wrong with the body with 400. */
const STATUS: Partial<Record<FailureCode, number>> = { invalid_input: 400, unsupported: 400 };

const TYPES: Partial<Record<FailureCode, string>> = {
  rate_limited: "requests",
  unavailable: "server_error",
  timeout: "server_error",
  internal: "server_error",
};
const CODES: Partial<Record<FailureCode, string>> = {
  unauthenticated: "invalid_api_key",
  forbidden: "insufficient_permissions",
  rate_limited: "rate_limit_exceeded",
  unsupported: "unsupported_input",
  unavailable: "service_unavailable",
  timeout: "timeout",
};

/** The status that OpenAI answers this failure with. */
export function openaiStatus(code: FailureCode): number {
  return STATUS[code] ?? PROBLEMS[code].status;
}

/** `/input/3/text` is `input[3].text`. */
function paramOf(pointer: string | undefined): string | null {
  if (!pointer) return null;
  const steps = pointer.split("/").slice(1);
  return steps.map((step, at) => (/^\d+$/.test(step) ? `[${step}]` : at === 0 ? step : `.${step}`)).join("");
}

/** Errors as OpenAI's clients read them: `{ error: { message, type, param, code } }`. */
export const OPENAI_DIALECT: Dialect = {
  error: (failure: Failure) => {
    const { code, message, errors } = failure;
    const error = {
      message,
      type: TYPES[code] ?? "invalid_request_error",
      param: paramOf(errors[0]?.pointer),
      code: CODES[code] ?? null,
    };
    return Response.json({ error }, { status: openaiStatus(code) });
  },
};
