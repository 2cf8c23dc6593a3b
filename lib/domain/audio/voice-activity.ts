import type { Moments } from "../media";
import { FRAME_SECONDS, frameLevels } from "./sound-facts";

export interface VoiceActivity {
  /** Where somebody may be speaking, in order, apart from each other, padded, none longer than `MAX_SEGMENT`. */
  speech: Moments[];
  /** Seconds of sound above the noise that does not look like speech: tones, music, noise. */
  otherSeconds: number;
}

/** How far above the background a frame must be to count as sound, dB, and the least level that ever does, dBFS. */
const ABOVE_FLOOR_DB = 9;
const LEAST_DB = -55;
/** Background: the level below which this share of the frames lies. */
const FLOOR_QUANTILE = 0.1;
/** A background louder than this is not background but the sound itself, dBFS. */
const HIGHEST_FLOOR_DB = -38;

/** Pauses shorter than this belong to the speech around them; sounds shorter than this are clicks, seconds. */
const JOIN_PAUSE = 0.4;
const SHORTEST = 0.15;
/** Kept on either side of what was found, so that soft first and last sounds are heard, seconds. */
const PADDING = 0.25;
/** A recogniser takes at most this much at a time, seconds; cut at the quietest place. */
const MAX_SEGMENT = 20;

/** Speech rises and falls with its syllables: least standard deviation of its level, dB. */
const LEAST_MODULATION_DB = 3;
/** ... and a good part of it is voiced: least share of frames with a pitch. */
const LEAST_VOICED = 0.15;
/** Normalised autocorrelation from which a frame has a pitch, and the range of pitches, Hz. */
const VOICED_AT = 0.45;
const PITCH = { low: 70, high: 400 };

/**
 * Finds where speech may be, from level, its modulation and pitch. It errs towards speech: what it lets through is
 * heard by a recogniser, what it holds back is heard by nobody. No model is involved.
 */
export function findVoice(samples: Int16Array, sampleRate: number): VoiceActivity {
  const levels = frameLevels(samples, sampleRate);
  const threshold = soundThreshold(levels);
  const active = joinRanges(rangesAbove(levels, threshold)).filter(({ from, to }) => to - from >= SHORTEST);
  const speech: Moments[] = [];
  let otherSeconds = 0;
  for (const range of active) {
    if (looksLikeSpeech(range, samples, sampleRate, levels, threshold)) speech.push(range);
    else otherSeconds += range.to - range.from;
  }
  const seconds = samples.length / sampleRate;
  const padded = speech.map(({ from, to }) => ({
    from: Math.max(0, from - PADDING),
    to: Math.min(seconds, to + PADDING),
  }));
  return { speech: mergeOverlaps(padded).flatMap((range) => cutLong(range, levels)), otherSeconds };
}

function soundThreshold(levels: Float64Array): number {
  const sorted = Float64Array.from(levels).sort();
  const floor = sorted[Math.floor(sorted.length * FLOOR_QUANTILE)] ?? LEAST_DB;
  return Math.max(LEAST_DB, Math.min(floor, HIGHEST_FLOOR_DB) + ABOVE_FLOOR_DB);
}

function rangesAbove(levels: Float64Array, threshold: number): Moments[] {
  const ranges: Moments[] = [];
  let start = -1;
  for (let frame = 0; frame <= levels.length; frame += 1) {
    const on = frame < levels.length && (levels[frame] as number) >= threshold;
    if (on && start < 0) start = frame;
    if (!on && start >= 0) {
      ranges.push({ from: start * FRAME_SECONDS, to: frame * FRAME_SECONDS });
      start = -1;
    }
  }
  return ranges;
}

function joinRanges(ranges: Moments[]): Moments[] {
  const joined: Moments[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && range.from - last.to < JOIN_PAUSE) last.to = range.to;
    else joined.push({ ...range });
  }
  return joined;
}

/** Neighbours that padding has made touch are parted in the middle, so that no moment is heard twice. */
function mergeOverlaps(ranges: Moments[]): Moments[] {
  const parted = ranges.map((range) => ({ ...range }));
  for (let at = 1; at < parted.length; at += 1) {
    const [before, after] = [parted[at - 1] as Moments, parted[at] as Moments];
    if (before.to <= after.from) continue;
    const middle = (before.to + after.from) / 2;
    before.to = middle;
    after.from = middle;
  }
  return parted;
}

function looksLikeSpeech(
  range: Moments,
  samples: Int16Array,
  sampleRate: number,
  levels: Float64Array,
  threshold: number,
): boolean {
  const [from, to] = [Math.round(range.from / FRAME_SECONDS), Math.round(range.to / FRAME_SECONDS)];
  const inside = levels.subarray(from, to);
  let sum = 0;
  let squares = 0;
  for (const level of inside) {
    // What is far below the threshold is a pause; how far does not matter.
    const floored = Math.max(level, threshold - 10);
    sum += floored;
    squares += floored * floored;
  }
  const mean = sum / inside.length;
  const deviation = Math.sqrt(Math.max(0, squares / inside.length - mean * mean));
  if (deviation < LEAST_MODULATION_DB) return false;
  let voiced = 0;
  let heard = 0;
  for (let frame = from; frame < to; frame += 1) {
    if ((levels[frame] as number) < threshold) continue;
    heard += 1;
    if (hasPitch(samples, frame, sampleRate)) voiced += 1;
  }
  return heard > 0 && voiced / heard >= LEAST_VOICED;
}

/** Whether a frame repeats itself at the rate of a human voice. Every fourth sample is enough to tell. */
function hasPitch(samples: Int16Array, frame: number, sampleRate: number): boolean {
  const step = 4;
  const start = Math.round(frame * FRAME_SECONDS * sampleRate);
  const window = Math.round(0.03 * sampleRate);
  for (let lag = Math.floor(sampleRate / PITCH.high); lag <= sampleRate / PITCH.low; lag += 2) {
    if (start + window + lag > samples.length) break;
    let product = 0;
    let here = 0;
    let there = 0;
    for (let at = start; at < start + window; at += step) {
      const a = samples[at] as number;
      const b = samples[at + lag] as number;
      product += a * b;
      here += a * a;
      there += b * b;
    }
    if (here > 0 && there > 0 && product / Math.sqrt(here * there) >= VOICED_AT) return true;
  }
  return false;
}

/** Cuts a long stretch at its quietest frame around each limit. */
function cutLong({ from: begin, to: end }: Moments, levels: Float64Array): Moments[] {
  const cut: Moments[] = [];
  let from = begin;
  while (end - from > MAX_SEGMENT) {
    const first = Math.floor((from + MAX_SEGMENT * 0.6) / FRAME_SECONDS);
    const last = Math.floor((from + MAX_SEGMENT) / FRAME_SECONDS);
    let quietest = first;
    for (let frame = first; frame < last; frame += 1)
      if ((levels[frame] ?? 0) < (levels[quietest] ?? 0)) quietest = frame;
    const at = quietest * FRAME_SECONDS;
    cut.push({ from, to: at });
    from = at;
  }
  cut.push({ from, to: end });
  return cut;
}
