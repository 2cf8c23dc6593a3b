import { type Logger, pino } from "pino";
import { env } from "#lib/config/env";
import { summariseError } from "./error-summary";

let root: Logger | undefined;

/**
 * Structured log, one JSON object a line on stdout. Never pass it an item's content: log ids.
 * The redaction list is a second line of defence, not a licence.
 */
export function log(component: string): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: undefined,
    // Calls may log an error itself or, where the message is known to be safe, its message.
    serializers: { err: (error) => (typeof error === "string" ? error : summariseError(error)) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "text",
        "*.text",
        "password",
        "*.password",
        "authorization",
        "*.authorization",
        "token",
        "*.token",
        "statement",
        "*.statement",
      ],
      censor: "[redacted]",
    },
  });
  return root.child({ component });
}
