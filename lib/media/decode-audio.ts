import { ffmpeg } from "./ffmpeg";

/** Samples per second that speech recognition and all figures about sound work with. */
export const SAMPLE_RATE = 16_000;

/** Longest stretch of sound that is decoded, seconds: the limit of a submitted sound, and a little for rounding. */
export const MAX_AUDIO_SECONDS = 601;

/**
 * The first sound track of a file as mono samples at 16 kHz, in [-32768, 32767]. What lies beyond `MAX_AUDIO_SECONDS`
 * is left out. Rejects as `runProgram` does; a file without sound is `malformed`.
 */
export async function decodeAudio(file: string, signal?: AbortSignal): Promise<Int16Array> {
  const bytes = await ffmpeg({
    input: file,
    after: [
      ...["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", String(MAX_AUDIO_SECONDS)],
      ...["-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "pipe:1"],
    ],
    limits: { timeoutMs: 120_000, outputBytes: (MAX_AUDIO_SECONDS + 1) * SAMPLE_RATE * 2 },
    signal,
  });
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let at = 0; at < samples.length; at += 1) samples[at] = bytes.readInt16LE(at * 2);
  return samples;
}
