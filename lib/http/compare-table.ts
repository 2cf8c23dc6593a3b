import { Readable } from "node:stream";
import { baseLanguage } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import type { CompareAnswer } from "#lib/domain/migration";
import { LONGEST_SCORED } from "#lib/domain/score";
import type { Scores } from "#lib/domain/taxonomy";
import { comparePerspective, type OldScore, readScoreTable } from "#lib/services/compare-perspective";
import { score } from "./score-client";

const DEADLINE_MS = 20_000;
const AT_A_TIME = 128;
const EXCERPT = 160;
const FIRST_SKIPPED = 5;

/** The new scores of all rows, asked for in turns so that others are scored in between. */
async function scoreRows(orgId: string, rows: OldScore[], signal: AbortSignal): Promise<Map<number, Scores>> {
  const scores = new Map<number, Scores>();
  for (let from = 0; from < rows.length; from += AT_A_TIME) {
    const part = rows.slice(from, from + AT_A_TIME);
    const inputs = part.map(({ text, language }) => ({
      text,
      language: baseLanguage(language ?? undefined),
    }));
    const { results } = await score({ orgId, inputs, deadlineMs: DEADLINE_MS }, signal);
    part.forEach(({ row }, at) => {
      scores.set(row, results[at]?.verdict.scores ?? {});
    });
  }
  return scores;
}

/**
 * Compares a table of texts and old Perspective scores with the scores of this installation. Stores nothing. Throws
 * `invalid_input` for a table that cannot be used and `unavailable` when the scoring service is.
 */
export async function compareTable(orgId: string, csv: string, signal: AbortSignal): Promise<CompareAnswer> {
  const table = await readScoreTable(Readable.from([csv]));
  const tooLong = table.rows.find(({ text }) => text.length > LONGEST_SCORED);
  if (tooLong)
    throw new Failure(
      "invalid_input",
      `The text in row ${tooLong.row} is longer than ${LONGEST_SCORED} characters.`,
    );
  const scores = await scoreRows(orgId, table.rows, signal);
  const { attributes, uncovered } = await comparePerspective(table, async ({ row }) => scores.get(row) ?? {});
  const moved = new Set(Object.values(attributes).flatMap((found) => found.moved.map(({ row }) => row)));
  const excerpts = table.rows
    .filter(({ row }) => moved.has(row))
    .map(({ row, text }) => [String(row), text.slice(0, EXCERPT)]);
  return {
    texts: table.rows.length,
    skipped: { count: table.skipped.length, first: table.skipped.slice(0, FIRST_SKIPPED) },
    attributes,
    uncovered,
    excerpts: Object.fromEntries(excerpts),
  };
}
