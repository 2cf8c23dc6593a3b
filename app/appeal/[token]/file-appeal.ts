"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { fileAppealBodySchema } from "#lib/domain/desk";
import { Failure } from "#lib/domain/failure";
import { APPEAL_WRITES } from "#lib/http/appeal-limits";
import { clientAddress } from "#lib/http/client-address";
import { limitRate } from "#lib/http/rate-limit";
import { fileAppeal } from "#lib/services/appeals";

export interface AppealAttempt {
  /** What was written, so that nothing is lost when it is refused. */
  statement: string;
  problem: string | null;
}

/** Files an appeal from the form, with or without JavaScript; then shows the page in its new state. */
export async function fileAppealForm(
  token: string,
  _last: AppealAttempt,
  form: FormData,
): Promise<AppealAttempt> {
  const written = form.get("statement");
  const statement =
    typeof written === "string" ? written.replaceAll("\u0000", "").replaceAll("\r\n", "\n") : "";
  const parsed = fileAppealBodySchema.safeParse({ statement });
  if (!parsed.success) return { statement, problem: parsed.error.issues[0]?.message ?? null };
  try {
    await limitRate(`appeal-file:${clientAddress(await headers())}`, APPEAL_WRITES);
    await fileAppeal(token, parsed.data.statement);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Filed in another tab meanwhile: the page tells how it stands.
    if (error.code !== "conflict") return { statement, problem: error.message };
  }
  redirect(`/appeal/${encodeURIComponent(token)}`);
}
