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
 * item's text: of those only the last line, which states the cause, and the frames of the stack are kept. Syntax errors
 * quote what could not be parsed: they keep no message.
 */
export function summariseError(error: unknown): ErrorSummary {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as Error & { code?: unknown };
  return {
    type: error.name,
    ...(code === undefined ? {} : { code: String(code) }),
    message: safeMessage(error).slice(0, LONGEST_MESSAGE),
    stack: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
  };
}

function safeMessage({ name, message }: Error): string {
  if (name === "SyntaxError") return "";
  if (!name.startsWith("Prisma")) return message;
  return name.includes("Validation") ? "" : (message.trim().split("\n").at(-1) ?? "");
}
