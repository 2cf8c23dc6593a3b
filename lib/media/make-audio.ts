import path from "node:path";
import { soundFacts, waveformPeaks } from "#lib/domain/audio/sound-facts";
import { Failure } from "#lib/domain/failure";
import { MEDIA_LIMITS, type MediaFacts } from "#lib/domain/media";
import { decodeAudio, SAMPLE_RATE } from "./decode-audio";
import { ffmpeg } from "./ffmpeg";
import type { MadeMedia, MadeRendition } from "./made-media";
import { probeMedia } from "./probe-media";

/** Peaks kept of a sound: enough for a waveform as wide as a desk. */
const PEAKS = 600;

/** Facts about a sound for its row. */
export function factsOfSound(samples: Int16Array): MediaFacts {
  const { seconds, loudness, silentShare } = soundFacts(samples, SAMPLE_RATE);
  return {
    seconds: Math.round(seconds * 1000) / 1000,
    peaks: waveformPeaks(samples, PEAKS),
    loudness: Math.round(loudness * 10) / 10,
    silence: Math.round(silentShare * 1000) / 1000,
  };
}

/**
 * Decodes a sound. Rejects as `runProgram` does; Failure `too_large` for a sound beyond the limit, by its samples rather
 * than by what its header says.
 */
export async function makeAudio(input: string, signal?: AbortSignal): Promise<MadeMedia<"audio">> {
  const { audio } = await probeMedia(input, signal);
  if (!audio) throw new Failure("malformed", "The file holds no sound.");
  const samples = await decodeAudio(input, signal);
  if (samples.length === 0) throw new Failure("malformed", "The file holds no sound.");
  const seconds = samples.length / SAMPLE_RATE;
  if (seconds > MEDIA_LIMITS.audio.seconds + 0.5)
    throw new Failure("too_large", "The sound is longer than ten minutes.");
  return { media: { kind: "audio", seconds, samples }, facts: factsOfSound(samples), renditions: [] };
}

/**
 * People's copy of a sound, made in `folder`: MP3, mono, without metadata, which every browser plays. Rejects as
 * `runProgram` does.
 */
export async function copyAudio(input: string, folder: string, signal?: AbortSignal): Promise<MadeRendition> {
  const file = path.join(folder, "view.mp3");
  await ffmpeg({
    input,
    after: [
      ...["-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"],
      ...["-ac", "1", "-ar", "44100", "-codec:a", "libmp3lame", "-b:a", "96k", "-id3v2_version", "0"],
      ...["-t", String(MEDIA_LIMITS.audio.seconds + 1), file],
    ],
    limits: { timeoutMs: 120_000 },
    signal,
  });
  return { name: "view", type: "audio/mpeg", file };
}
