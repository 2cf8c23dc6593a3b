import { integratedLoudness } from "./loudness";

/** Length of the frames that loudness is measured over, seconds. */
export const FRAME_SECONDS = 0.02;

/** Level that stands for digital silence, dB below full scale. */
export const SILENT_DB = -100;

/** A frame quieter than this is silence, dBFS. */
const SILENCE_BELOW_DB = -50;

/** Samples at or beyond this share of full scale are taken for clipped. */
const CLIPPED_AT = 0.999;

export interface SoundFacts {
  seconds: number;
  /** Integrated loudness, LUFS; `SILENT_DB` for silence. */
  loudness: number;
  /** The highest sample, dB relative to full scale. */
  peakDb: number;
  /** Share of the time that is silent, and the longest silence, seconds. */
  silentShare: number;
  longestSilenceSeconds: number;
  /** Share of samples at full scale. */
  clippedShare: number;
}

const decibels = (level: number) => (level > 0 ? Math.max(SILENT_DB, 20 * Math.log10(level)) : SILENT_DB);

/** Level of each frame of `FRAME_SECONDS`, root mean square, dBFS. The last frame may be shorter. */
export function frameLevels(samples: Int16Array, sampleRate: number): Float64Array {
  const length = Math.round(FRAME_SECONDS * sampleRate);
  const levels = new Float64Array(Math.ceil(samples.length / length));
  for (let frame = 0; frame < levels.length; frame += 1) {
    const end = Math.min(samples.length, (frame + 1) * length);
    let sum = 0;
    for (let at = frame * length; at < end; at += 1) sum += (samples[at] as number) ** 2;
    levels[frame] = decibels(Math.sqrt(sum / (end - frame * length)) / 32_768);
  }
  return levels;
}

/** Loudness and silence of a sound. An empty one is silent. */
export function soundFacts(samples: Int16Array, sampleRate: number): SoundFacts {
  const levels = frameLevels(samples, sampleRate);
  let peak = 0;
  let clipped = 0;
  for (const sample of samples) {
    const size = Math.abs(sample) / 32_768;
    if (size > peak) peak = size;
    if (size >= CLIPPED_AT) clipped += 1;
  }
  let silent = 0;
  let run = 0;
  let longest = 0;
  for (const level of levels) {
    run = level < SILENCE_BELOW_DB ? run + 1 : 0;
    if (run > 0) silent += 1;
    if (run > longest) longest = run;
  }
  const seconds = samples.length / sampleRate;
  return {
    seconds,
    loudness: Math.max(SILENT_DB, integratedLoudness(samples, sampleRate)),
    peakDb: decibels(peak),
    silentShare: levels.length > 0 ? silent / levels.length : 1,
    longestSilenceSeconds: Math.min(seconds, longest * FRAME_SECONDS),
    clippedShare: samples.length > 0 ? clipped / samples.length : 0,
  };
}

/**
 * The outline of a sound for drawing: `count` peaks in [0, 1], each the highest sample of its stretch. Fewer where
 * there are fewer samples.
 */
export function waveformPeaks(samples: Int16Array, count: number): number[] {
  const stretches = Math.min(count, samples.length);
  return Array.from({ length: stretches }, (_, index) => {
    const start = Math.floor((index * samples.length) / stretches);
    const end = Math.floor(((index + 1) * samples.length) / stretches);
    let peak = 0;
    for (let at = start; at < end; at += 1) peak = Math.max(peak, Math.abs(samples[at] as number));
    return Math.round((peak / 32_768) * 1000) / 1000;
  });
}
