/**
 * npm run bench:quality -- --data <file.jsonl> [--out scores.jsonl] [--group FIELD] [--map label=category ...]
 *
 * Judges a labelled file as the running system would (same cascade, rules and default policy; a new organisation has no
 * list entries) and prints AUC, average precision, F1 at the policy's thresholds, ECE and 95 % intervals. See --help.
 */
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { CascadePort } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import { createCascade } from "#lib/inference/cascade";
import { runCascade } from "#lib/services/run-cascade";
import { MOST_GROUPS, QualityTally, qualityTable } from "#lib/training/quality/figures";
import { gapLines, groupTable, LEAST_OF_A_KIND } from "#lib/training/quality/group-figures";
import { type Judged, JudgedCounts } from "#lib/training/quality/judged-counts";
import { parseMapping } from "#lib/training/quality/labels";
import { rereadable } from "#lib/training/quality/lines";
import { type QualityRow, qualityRows, type RowOptions, surveyQualityFile } from "#lib/training/quality/rows";
import { ScoresFile } from "#lib/training/quality/scores-file";
import { ROOT } from "../scripts/system/project.mjs";

const HELP = `npm run bench:quality -- --data FILE.jsonl[.gz] [flags]

  --out FILE       one row per input, in order: {"id","scores","decision","level","ms"}
  --text FIELD     field with the text (text); a dotted path reaches into objects
  --id FIELD       field with the id (id); rows without one are named by their line
  --labels FIELD   object, list of names or single value with the labels (labels); "." is the row itself
  --map A=B        label A means category B; A=B|C when either will do; A:VALUE=B when VALUE means yes.
                   Repeat it for several. Without it, labels are known by their usual names.
  --group FIELD    print the figures per value of this field as well, and AUCs between each and all other rows; a list puts
                   the row in several groups
  --language FIELD field with the language (ISO 639-1); without it, it is detected
  --limit N        judge the first N rows
  --rounds N       rounds of the bootstrap for the intervals (200; 0 for none)
  --threads N      inference threads (one per core)
  --models DIR     the models folder (MODELS_DIR, or models)

Labels may be booleans, 0 and 1, shares (0.5 and more is yes) or words; null, nothing, NaN and numbers below 0 say that nobody
labelled the row (with A:VALUE=B a number below 0 is one of the other values, so a no). A category that was not scored counts as 0.
By group: the subgroup AUC ranks the group's own rows; the BPSN AUC its rows that say no against all others' that say yes (low:
harmless mentions of the group score high); the BNSP AUC its rows that say yes against all others' that say no (low: attacks on
the group score low). Each needs ${LEAST_OF_A_KIND} rows of either kind. A line per label tells how far the best and the worst group's subgroup
AUC are apart.
The file is read twice, a row at a time: what is wrong with a line is found before anything is judged. "ms" is the time from
a text's entering the cascade to its verdict, beside as many others as fill the batches. Ctrl-C ends with the figures so far;
the file of scores is called FILE.partial until all rows are in it.`;

const OPTIONS = {
  data: { type: "string" },
  out: { type: "string" },
  text: { type: "string", default: "text" },
  id: { type: "string", default: "id" },
  labels: { type: "string", default: "labels" },
  map: { type: "string", multiple: true },
  group: { type: "string" },
  language: { type: "string" },
  limit: { type: "string" },
  rounds: { type: "string", default: "200" },
  threads: { type: "string", default: String(availableParallelism()) },
  models: { type: "string", default: process.env.MODELS_DIR || path.join(ROOT, "models") },
  help: { type: "boolean", default: false },
} as const;

/** Texts in the cascade at a time: enough to fill batches, few enough that none waits for long. */
const ROWS_PER_THREAD = 32;
/** Long texts cost by their length: more of them at a time would come too late. */
const CHARACTERS_PER_THREAD = 16_000;
/** A stage that timed out says that this machine is busy, not what the system says of the text. */
const TRIES = 4;
const REPORT_MS = 2000;
/** npm passes on a Ctrl-C that the terminal has sent already: only a later one means "at once". */
const SECOND_INTERRUPT_MS = 1000;
const INTERRUPTED = 130;

async function judge(cascade: CascadePort, row: QualityRow): Promise<Judged> {
  const started = performance.now();
  const content = { text: row.text, language: row.language };
  const plan = cascade.plan(content);
  const context = { orgId: "bench", rules: [], rulesVersion: 0, explain: false };
  const { results } = await runCascade(cascade, content, context);
  const late = results.some(({ outcome }) => outcome === "timeout");
  const { scores, decision } = decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY);
  const scored = results.filter((result) => Object.keys(result.scores).length > 0);
  const last = plan.find((spec) => spec.name === scored.at(-1)?.stage);
  const ms = Number((performance.now() - started).toFixed(2));
  return { scores, decision, level: last?.level ?? 0, ms, late };
}

/**
 * Judges rows, as many at a time as fill the batches and can be judged in time, until there are none or `stop` says so;
 * their results come in any order. A row that came too late beside others is judged again by itself.
 */
async function judgeAll(
  cascade: CascadePort,
  rows: AsyncIterable<QualityRow>,
  threads: number,
  onRow: (at: number, row: QualityRow, judged: Judged) => void,
  stop: AbortSignal,
): Promise<void> {
  const inHand = new Map<number, Promise<void>>();
  const late: { at: number; row: QualityRow }[] = [];
  let characters = 0;
  let failure: { error: unknown } | undefined;
  const begin = (at: number, row: QualityRow): void => {
    characters += row.text.length;
    const work = async (): Promise<void> => {
      const judged = await judge(cascade, row);
      if (judged.late) late.push({ at, row });
      else onRow(at, row, judged);
    };
    const ended = work()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        characters -= row.text.length;
        inHand.delete(at);
      });
    inHand.set(at, ended);
  };
  const settle = async (): Promise<void> => {
    await Promise.all(inHand.values());
    for (const { at, row } of late.splice(0)) {
      let judged = await judge(cascade, row);
      for (let tries = 2; judged.late && tries < TRIES; tries++) judged = await judge(cascade, row);
      onRow(at, row, judged);
    }
  };
  let at = 0;
  for await (const row of rows) {
    if (late.length > 0) await settle();
    while (
      inHand.size >= ROWS_PER_THREAD * threads ||
      (inHand.size > 0 && characters + row.text.length > CHARACTERS_PER_THREAD * threads)
    )
      await Promise.race(inHand.values());
    if (failure || stop.aborted) break;
    begin(at++, row);
  }
  await settle();
  if (failure) throw failure.error;
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

/** Stops on the first Ctrl-C once the rows in hand are judged, and at once on the next. */
function stopOnInterrupt(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  process.on("SIGINT", () => {
    const now = performance.now();
    if (stop.signal.aborted && now - first > SECOND_INTERRUPT_MS) process.exit(INTERRUPTED);
    if (stop.signal.aborted) return;
    first = now;
    stop.abort();
    say("stopping after the rows in hand; Ctrl-C again stops at once");
  });
  return stop.signal;
}

function flags() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new Failure("invalid_input", `${(error as Error).message}. See --help`);
  }
}

function count(values: ReturnType<typeof flags>, name: "limit" | "rounds" | "threads", least: number) {
  const value = values[name];
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least)
    throw new Failure("invalid_input", `--${name} ${value} is not a whole number of ${least} or more`);
  return number;
}

async function main(): Promise<void> {
  const values = flags();
  if (values.help || !values.data) {
    console.log(HELP);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const threads = count(values, "threads", 1) ?? availableParallelism();
  const rounds = count(values, "rounds", 0) ?? 0;
  const options: RowOptions = {
    text: values.text,
    id: values.id,
    labels: values.labels,
    mappings: (values.map ?? []).map(parseMapping),
    ...(values.group === undefined ? {} : { group: values.group }),
    ...(values.language === undefined ? {} : { language: values.language }),
    limit: count(values, "limit", 1),
  };
  const { file, discard } = await rereadable(values.data);
  let out: ScoresFile | undefined;
  try {
    const { rows, mappings, notes } = await surveyQualityFile(file, options);
    for (const note of notes) say(`note: ${note}`);
    for (const { label, question } of mappings) say(`${label} is read as ${question.join(" or ")}`);
    out = values.out === undefined ? undefined : ScoresFile.open(values.out, values.data);
    const tally = new QualityTally(rows, mappings, DEFAULT_POLICY);
    const summary = new JudgedCounts();
    const stop = stopOnInterrupt();
    const cascade = await createCascade({ modelsDir: values.models, threads, providers: ["cpu"] });
    try {
      for (const { model, ok, reason } of cascade.status().models)
        if (!ok) say(`warning: ${model} does not serve: ${reason ?? "no reason given"}`);
      const report = progress(rows);
      const take = (at: number, row: QualityRow, judged: Judged) => {
        tally.add(at, row, judged.scores);
        const { late: _, ...written } = judged;
        out?.add(at, { id: row.id, ...written });
        report(summary.add(judged));
      };
      await judgeAll(cascade, qualityRows(file, options), threads, take, stop);
    } finally {
      await cascade.close();
    }
    const complete = summary.rows === rows;
    const written = out?.close(complete);
    const figures = tally.figures({ rounds });
    if (figures.length > 0) console.log(qualityTable(figures));
    if (tally.groupCount > 0 && figures.length > 0) {
      const byGroup = tally.groupFigures();
      console.log(`\n${groupTable(byGroup)}\n\n${gapLines(byGroup).join("\n")}`);
    }
    if (tally.groupCount > MOST_GROUPS)
      say(
        `note: ${values.group} has ${tally.groupCount} values; the ${MOST_GROUPS} with the most rows are shown`,
      );
    console.log(summary.lines().join("\n"));
    if (complete) return;
    const where = written ? `; ${written} holds them` : "";
    say(`bench:quality: stopped after the first ${summary.rows} of ${rows} rows${where}`);
    process.exitCode = INTERRUPTED;
  } finally {
    out?.close(false);
    discard();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(`bench:quality: ${error.message}`);
  process.exitCode = 1;
}
