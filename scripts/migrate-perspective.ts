import { createReadStream, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { baseLanguage } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { FEW_TEXTS, type ScoreComparison } from "#lib/domain/score-comparison";
import {
  comparePerspective,
  type OldScore,
  type PerspectiveComparison,
  readScoreTable,
  type ScoreTable,
} from "#lib/services/compare-perspective";
import { readArguments } from "./system/read-arguments";

/*
 * `npm run migrate:perspective -- file.csv`: how old Perspective scores of your texts compare with Sightline's, and
 * which thresholds stand for your old ones. Runs the models of this folder in this process; needs no server and no
 * database, and nothing leaves the machine.
 */

const USAGE = `npm run migrate:perspective -- file.csv [--text COLUMN] [--delimiter ";"] [--json report.json]

The table has a text column and one column per Perspective attribute (TOXICITY, INSULT, ...), scores from 0 to 1.`;

const EXCERPT = 70;

/** Texts handed to the models at a time; they queue no more than 4,096. */
const AT_A_TIME = 256;

const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: {
    text: { type: "string" },
    delimiter: { type: "string" },
    json: { type: "string" },
    help: { type: "boolean" },
  },
});

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const decimal = (value: number | null) => (value === null ? "-" : value.toFixed(3));

/** Lets at most `most` calls run at a time. */
function atMost<A extends unknown[], T>(most: number, work: (...args: A) => Promise<T>) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (...args: A): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work(...args);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

async function compare(table: ScoreTable): Promise<PerspectiveComparison> {
  // The models need no database, but the environment is read as a whole.
  process.env.DATABASE_URL ??= "postgresql://unused";
  process.env.LOG_LEVEL ??= "warn";
  const { env } = await import("#lib/config/env");
  const { createCascade } = await import("#lib/inference/cascade");
  const { mergeScores } = await import("#lib/domain/cascade");
  const { runCascade } = await import("#lib/services/run-cascade");
  const { MODELS_DIR, INFERENCE_THREADS, INFERENCE_PROVIDERS } = env();
  const providers = INFERENCE_PROVIDERS.split(",");
  const cascade = await createCascade({ modelsDir: MODELS_DIR, threads: INFERENCE_THREADS, providers });
  const noRules = { orgId: "none", rules: [], rulesVersion: 0 };
  const score = async ({ text, language }: OldScore) => {
    const content = { text, language: baseLanguage(language ?? undefined) };
    const { results } = await runCascade(cascade, content, noRules);
    return mergeScores(results);
  };
  try {
    const broken = cascade.status().models.find((model) => !model.ok);
    if (broken) console.error(`The model ${broken.model} does not serve: ${broken.reason}`);
    return await comparePerspective(table, atMost(AT_A_TIME, score));
  } finally {
    await cascade.close();
  }
}

function show(attribute: string, comparison: ScoreComparison, table: ScoreTable): void {
  const { texts, pearson, spearman, thresholds, moved } = comparison;
  console.log(
    `\n${attribute}: ${texts} texts, correlation ${decimal(pearson)}, of ranks ${decimal(spearman)}`,
  );
  console.log("  Perspective   Sightline    texts above   same side");
  for (const { before, after, texts: above, agreement } of thresholds) {
    const few = above > 0 && above < FEW_TEXTS ? "  (few texts: take it as a hint)" : "";
    const cells = [before.toFixed(2).padStart(11), decimal(after).padStart(11), String(above).padStart(14)];
    console.log(`  ${cells.join(" ")} ${percent(agreement).padStart(11)}${few}`);
  }
  console.log("  Moved most (row: Perspective -> Sightline, text):");
  for (const { row, before, after } of moved) {
    const text = table.rows.find((entry) => entry.row === row)?.text.replaceAll(/\s+/g, " ") ?? "";
    const excerpt = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}...` : text;
    console.log(`  ${String(row).padStart(6)}: ${before.toFixed(2)} -> ${after.toFixed(2)}  ${excerpt}`);
  }
}

async function main(): Promise<void> {
  const [file] = positionals;
  if (values.help || !file) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 1;
    return;
  }
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Failure("not_found", `There is no file ${file}.`);
  const options = { textColumn: values.text, delimiter: values.delimiter };
  const table = await readScoreTable(createReadStream(file), options);
  console.log(`${table.rows.length} texts, ${table.skipped.length} rows left out`);
  for (const { row, reason } of table.skipped.slice(0, 5)) console.log(`  row ${row}: ${reason}`);
  const result = await compare(table);
  for (const [attribute, comparison] of Object.entries(result.attributes)) show(attribute, comparison, table);
  if (result.uncovered.length > 0)
    console.log(`\nNo model covers these in the texts' languages: ${result.uncovered.join(", ")}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

await main().catch((error) => {
  const code = (error as NodeJS.ErrnoException).code;
  if (!(error instanceof Failure) && code !== "EACCES") throw error;
  console.error(error.message);
  process.exitCode = 1;
});
