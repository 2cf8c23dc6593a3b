import { MOST_WINDOWS } from "../runners/token-windows";

/** What a text model took on this machine's processor when it was tried out, milliseconds. */
export interface PackTimes {
  /** One window of so many tokens, the most that it reads at once. */
  windowTokens: number;
  windowMs: number;
  /** So many short texts of so many tokens together. */
  batchTexts: number;
  batchTokens: number;
  batchMs: number;
}

/** A stage waits for the text itself, for two batches before it that take as long, and for why it scored so. */
const LONGEST_TEXTS = 4;
const TIMEOUT_MS = { least: 2_000, most: 60_000 };
/** From here on a text takes longer than text-deep may. */
const SLOW_MS = 2_000;

/** What the longest text takes, read in as many windows as are read of one. */
const longestMs = ({ windowMs }: PackTimes): number => MOST_WINDOWS * windowMs;

/** The time-out of a stage with such a model: four times what its longest text takes, between 2 s and 60 s. */
export function timeoutFor(times: PackTimes): number {
  const { least, most } = TIMEOUT_MS;
  return Math.min(most, Math.max(least, Math.ceil((LONGEST_TEXTS * longestMs(times)) / 100) * 100));
}

const inWords = (ms: number) => (ms < 1_000 ? `${Math.ceil(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** The times in a sentence, with the time-out that follows. */
export function timesInWords(times: PackTimes): string {
  const { windowTokens, windowMs, batchTexts, batchTokens, batchMs } = times;
  return `A window of ${windowTokens} tokens takes ${inWords(windowMs)} on this processor, ${batchTexts} texts of ${batchTokens} tokens together ${inWords(batchMs)}, the longest text (${MOST_WINDOWS} windows) ${inWords(longestMs(times))}; the stage may take ${inWords(timeoutFor(times))}.`;
}

/** The times in words, and what they mean for long texts where those are slow. */
export const timesReport = (times: PackTimes): string =>
  [timesInWords(times), ...slownessOf(times)].join("\n");

function slownessOf(times: PackTimes): string[] {
  const longest = longestMs(times);
  if (longest <= SLOW_MS) return [];
  return [
    "Long texts will be slow: a post waits for them, and scores on request are given up after 10 s. A quantised or smaller model is quicker.",
    ...(LONGEST_TEXTS * longest > TIMEOUT_MS.most
      ? [
          "A stage may take a minute at most: where many long texts come at once, some go to a person unread by this model.",
        ]
      : []),
  ];
}
