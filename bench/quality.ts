/**
 * npm run bench:quality -- --data <file.jsonl> [--out scores.jsonl] [--group FIELD] [--map label=category ...]
 *
 * Judges a labelled file as the running system would (same cascade, rules and default policy; a new organisation has no
 * list entries) and prints AUC, average precision, F1 at the policy's thresholds, ECE and 95 % intervals. See --help.
 */
import { createWriteStream } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { CascadePort } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import type { Scores } from "#lib/domain/taxonomy";
import { createCascade } from "#lib/inference/cascade";
import { runCascade } from "#lib/services/run-cascade";
import { qualityFigures, qualityTable } from "#lib/training/quality/figures";
import { parseMapping } from "#lib/training/quality/labels";
import { type QualityRow, readQualityFile } from "#lib/training/quality/rows";
import { ROOT } from "../scripts/system/project.mjs";

const HELP = `npm run bench:quality -- --data FILE.jsonl[.gz] [flags]

  --out FILE       one row per input, in order: {"id","scores","decision","level","ms"}
  --text FIELD     field with the text (text); a dotted path reaches into objects
  --id FIELD       field with the id (id); rows without one are named by their line
  --labels FIELD   object, list of names or single value with the labels (labels); "." is the row itself
  --map A=B        label A means category B; A=B|C when either will do; A:VALUE=B when VALUE means yes.
                   Repeat it for several. Without it, labels are known by their usual names.
  --group FIELD    print the figures per value of this field as well
  --language FIELD field with the language (ISO 639-1); without it, it is detected
  --limit N        judge the first N rows
  --rounds N       rounds of the bootstrap for the intervals (200; 0 for none)
  --threads N      inference threads (one per core)
  --models DIR     the models folder

Labels may be booleans, 0 and 1, shares (0.5 and more is yes) or words. A category that was not scored counts as 0.`;

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    out: { type: "string" },
    text: { type: "string", default: "text" },
    id: { type: "string", default: "id" },
    labels: { type: "string", default: "labels" },
    map: { type: "string", multiple: true, default: [] },
    group: { type: "string" },
    language: { type: "string" },
    limit: { type: "string" },
    rounds: { type: "string", default: "200" },
    threads: { type: "string", default: String(availableParallelism()) },
    models: { type: "string", default: path.join(ROOT, "models") },
    help: { type: "boolean", default: false },
  },
});

/** Texts in the cascade at a time: enough to fill batches, few enough that none waits for long. */
const LANES_PER_THREAD = 32;
/** A stage that timed out says that this machine is busy, not what the system says of the text. */
const TRIES = 4;
const REPORT_MS = 2000;

let timedOut = 0;

interface Judged {
  scores: Scores;
  decision: string;
  level: number;
  ms: number;
}

async function judge(cascade: CascadePort, row: QualityRow, tries = TRIES): Promise<Judged> {
  const started = performance.now();
  const content = { text: row.text, language: row.language };
  const plan = cascade.plan(content);
  const context = { orgId: "bench", rules: [], rulesVersion: 0, explain: false };
  const { results } = await runCascade(cascade, content, context);
  const late = results.some(({ outcome }) => outcome === "timeout");
  if (late && tries > 1) return judge(cascade, row, tries - 1);
  if (late) timedOut += 1;
  const { scores, decision } = decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY);
  const scored = results.filter((result) => Object.keys(result.scores).length > 0);
  const last = plan.find((spec) => spec.name === scored.at(-1)?.stage);
  return { scores, decision, level: last?.level ?? 0, ms: Number((performance.now() - started).toFixed(2)) };
}

/** Judges all rows, many at a time; results come in the order of the rows. */
async function judgeAll(
  cascade: CascadePort,
  rows: readonly QualityRow[],
  lanes: number,
  onRow: (at: number, judged: Judged) => void,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < rows.length; at = next++)
      onRow(at, await judge(cascade, rows[at] as QualityRow));
  };
  await Promise.all(Array.from({ length: Math.min(lanes, rows.length) }, lane));
}

const say = (line: string): void => console.error(line);

function progress(total: number): (done: number) => void {
  const started = performance.now();
  let reported = started;
  return (done) => {
    const now = performance.now();
    if (now - reported < REPORT_MS && done < total) return;
    reported = now;
    const seconds = (now - started) / 1000;
    const left = (seconds / done) * (total - done);
    say(`${done} of ${total} rows, ${(done / seconds).toFixed(0)} a second, ${left.toFixed(0)} s to go`);
  };
}

const count = (name: "limit" | "rounds" | "threads"): number | undefined => {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0)
    throw new Failure("invalid_input", `--${name} ${value} is not a whole number`);
  return number;
};

async function main(): Promise<void> {
  if (values.help || !values.data) {
    console.log(HELP);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const { rows, mappings, notes } = await readQualityFile(values.data, {
    text: values.text,
    id: values.id,
    labels: values.labels,
    mappings: values.map.map(parseMapping),
    ...(values.group === undefined ? {} : { group: values.group }),
    ...(values.language === undefined ? {} : { language: values.language }),
    limit: count("limit"),
  });
  // Labels that cannot be read are found before hours of judging, not after.
  qualityFigures(rows, [], mappings, { policy: DEFAULT_POLICY, rounds: 0 });
  for (const note of notes) say(`note: ${note}`);
  for (const { label, question } of mappings) say(`${label} is read as ${question.join(" or ")}`);

  const threads = Math.max(1, count("threads") ?? 1);
  const cascade = await createCascade({ modelsDir: values.models, threads, providers: ["cpu"] });
  const judged: Judged[] = new Array(rows.length);
  try {
    for (const { model, ok, reason } of cascade.status().models)
      if (!ok) say(`warning: ${model} does not serve: ${reason ?? "no reason given"}`);
    let done = 0;
    const report = progress(rows.length);
    await judgeAll(cascade, rows, LANES_PER_THREAD * threads, (at, result) => {
      judged[at] = result;
      done += 1;
      report(done);
    });
  } finally {
    await cascade.close();
  }
  if (values.out) await writeScores(values.out, rows, judged);
  const figures = qualityFigures(
    rows,
    judged.map(({ scores }) => scores),
    mappings,
    { policy: DEFAULT_POLICY, rounds: count("rounds") ?? 0 },
  );
  if (figures.length > 0) console.log(qualityTable(figures));
  console.log(summary(judged));
}

async function writeScores(
  file: string,
  rows: readonly QualityRow[],
  judged: readonly Judged[],
): Promise<void> {
  const stream = createWriteStream(file);
  await new Promise<void>((resolve, reject) => {
    stream.on("error", (error) =>
      reject(new Failure("invalid_input", `${file} cannot be written: ${error.message}`)),
    );
    stream.on("finish", resolve);
    for (const [at, { id }] of rows.entries()) stream.write(`${JSON.stringify({ id, ...judged[at] })}\n`);
    stream.end();
  });
}

function summary(judged: readonly Judged[]): string {
  const share = (wanted: (row: Judged) => boolean) =>
    `${((100 * judged.filter(wanted).length) / judged.length).toFixed(1)} %`;
  const decisions = ["APPROVE", "FLAG", "BLOCK"].map(
    (name) => `${name} ${share((row) => row.decision === name)}`,
  );
  const levels = [0, 1, 2].map((level) => `${level}: ${share((row) => row.level === level)}`);
  const unscored = judged.filter(({ scores }) => Object.keys(scores).length === 0).length;
  return [
    `\n${judged.length} rows. Decisions: ${decisions.join(", ")}. Stopped at level ${levels.join(", ")}.`,
    ...(timedOut > 0
      ? [`${timedOut} rows timed out at some level ${TRIES} times: their scores lack that level.`]
      : []),
    ...(unscored > 0
      ? [`${unscored} rows are in a language that no model covers: they go to a person unscored.`]
      : []),
  ].join("\n");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(`bench:quality: ${error.message}`);
  process.exitCode = 1;
}
