import { median, quantile } from "./bench-quantile";

/** What one round of some work took. */
export interface Reading {
  perSecond: number;
  /** Processor time of the whole process per text, microseconds. */
  processor: number;
}

/** What is measured, in the order of the report. */
const WORK_NAMES = {
  bare: "bare session.run of text-deep, batches of 32",
  cascade: "cascade, scores alone",
  explained: "cascade with explanations",
  bareSingle: "bare session.run, one by one",
  cascadeSingle: "cascade, one by one",
  pipeline: "transformers.js pipeline, one by one",
} as const;
export type WorkName = keyof typeof WORK_NAMES;
const WORKS = Object.keys(WORK_NAMES) as WorkName[];

export interface TextFigures {
  posts: number;
  rounds: number;
  /** Of what was measured, round by round. */
  readings: Partial<Record<WorkName, readonly Reading[]>>;
  /** Posts that end at level 1, that level 2 read, and of these those that text-sense read as well. */
  levels: { first: number; second: number; sense: number };
  /** Milliseconds per text of what ran one by one. */
  times: Partial<Record<"bare" | "cascade" | "pipeline", readonly number[]>>;
  /** How far the pipeline's logits are from ours at most; null where there is no pipeline. */
  difference: number | null;
}

const written = (value: number, digits: number): string =>
  Number.isNaN(value) ? "-" : value.toFixed(digits);

/** The report's lines. What was not measured, and what is derived from it, is "-". */
export function textReport({ posts, rounds, readings, levels, times, difference }: TextFigures): string[] {
  const of = (name: WorkName, field: keyof Reading) =>
    median((readings[name] ?? []).map((each) => each[field]));
  const line = (name: WorkName) => {
    const [texts, processor] = [of(name, "perSecond"), of(name, "processor")].map((value) =>
      written(value, 0).padStart(7),
    );
    return `${WORK_NAMES[name].padEnd(46)}${texts} texts/s ${processor} us of processor time`;
  };
  const ratio = (a: WorkName, b: WorkName) => {
    const wall = of(a, "perSecond") / of(b, "perSecond");
    const processor = of(b, "processor") / of(a, "processor");
    return Number.isNaN(wall) ? "-" : `${wall.toFixed(2)} (by processor time ${processor.toFixed(2)})`;
  };
  const [share, sense] = [levels.first, levels.sense].map(
    (count) => (100 * count) / (levels.first + levels.second),
  ) as [number, number];
  return [
    `${posts} posts, ${rounds} rounds, one inference thread per level`,
    ...WORKS.map(line),
    `decided at level 1: ${written(share, 0)} % (exit bounds of the manifest); read by text-sense: ${written(sense, 0)} %`,
    `cascade to bare at the same batch: ${ratio("cascade", "bare")}, aim >= 0.85`,
    `  with explanations: ${ratio("explained", "bare")}`,
    `cascade as a worker runs it to the pipeline item by item: ${ratio("cascade", "pipeline")}, aim >= 3`,
    `  both item by item, nothing else under way: ${ratio("cascadeSingle", "pipeline")}`,
    ...(["bare", "cascade", "pipeline"] as const).map((name) => {
      const [half, most] = [0.5, 0.95].map((level) => written(quantile([...(times[name] ?? [])], level), 2));
      return `latency of ${name.padEnd(10)} p50 ${half} ms, p95 ${most} ms`;
    }),
    `largest difference of the pipeline's logits: ${difference === null ? "-" : difference.toExponential(1)}`,
  ];
}

/** Why the pipeline is missing and what to do, in one line. */
export function withoutPipeline(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  return `the pipeline is left out and its figures are "-": ${reason}. Run again with a connection to npm's registry (delete .data/bench/peers where that does not help), or with --no-pipeline`;
}

/** The line of npm's that says most about what failed, without its prefix. */
export function npmReason(error: unknown): string {
  const { stderr, message } = error as { stderr?: unknown; message?: string };
  const lines = String(stderr ?? "")
    .split("\n")
    .flatMap((line) => /^npm (?:error|ERR!) (?<said>.+)/u.exec(line)?.groups?.said?.trim() ?? []);
  return (
    lines.find((line) => line.includes("reason:")) ?? lines[0] ?? message?.split("\n")[0] ?? "no reason given"
  );
}
