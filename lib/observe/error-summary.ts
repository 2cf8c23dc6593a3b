/** What the log says of an error. */
export interface ErrorSummary {
  type: string;
  code?: string;
  message?: string;
  stack?: string;
}

const LONGEST_MESSAGE = 300;

/**
 * Reduces an error to what may be logged. Database client errors quote the arguments of the call, which can be an
 * item's text: of those only the last line, which states the cause, and the frames of the stack are kept.
 */
export function summariseError(error: unknown): ErrorSummary {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as Error & { code?: unknown };
  const quotesArguments = error.name.startsWith("Prisma");
  const lastLine = error.message.trim().split("\n").at(-1) ?? "";
  const message =
    quotesArguments && error.name.includes("Validation") ? "" : quotesArguments ? lastLine : error.message;
  return {
    type: error.name,
    ...(code === undefined ? {} : { code: String(code) }),
    message: message.slice(0, LONGEST_MESSAGE),
    stack: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
  };
}
