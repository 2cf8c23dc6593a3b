import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HeardWord, SpeechRecogniser } from "#lib/domain/audio/spoken-words";
import type { Moments } from "#lib/domain/media";
import { SAMPLE_RATE } from "./decode-audio";
import { mediaPrograms, SPHINX_MODEL } from "./media-programs";
import { missingProgram, runProgram } from "./run-program";

/** Signs that sphinx writes for what is no word: sentence ends, silence, noises. */
const NO_WORD = /^(<.*>|\[.*\]|\+\+.*\+\+)$/;

/** Time for the models to load, and at most this many times the length of the speech, milliseconds. */
const LOAD_MS = 20_000;
const TIMES_REAL = 3;

/**
 * CMU PocketSphinx with Debian's US English model: small, offline, no GPU. One process hears all stretches, so that
 * its models are loaded once. Its silence removal is off, because it shifts the times; finding voice is done before.
 */
export const pocketSphinx: SpeechRecogniser = {
  model: "pocketsphinx-en-us@5prealpha",
  languages: ["en"],
  async recognise(samples, speech, signal) {
    const missing = mediaPrograms().find(({ program, ok }) => program.startsWith("pocketsphinx") && !ok);
    if (missing) throw missingProgram(missing.program);
    if (speech.length === 0) return [];
    const folder = await mkdtemp(path.join(tmpdir(), "sightline-speech-"));
    try {
      await writeStretches(folder, samples, speech);
      const seconds = speech.reduce((sum, { from, to }) => sum + to - from, 0);
      await runProgram({
        program: "pocketsphinx_batch",
        args: sphinxArguments(folder),
        folder,
        limits: { timeoutMs: LOAD_MS + seconds * 1000 * TIMES_REAL, memoryBytes: 2 ** 30 },
        signal,
      });
      return readWords(await readFile(path.join(folder, "words.ctm"), "utf8"), speech);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function writeStretches(
  folder: string,
  samples: Int16Array,
  speech: readonly Moments[],
): Promise<void> {
  for (const [index, { from, to }] of speech.entries()) {
    const part = samples.subarray(Math.floor(from * SAMPLE_RATE), Math.ceil(to * SAMPLE_RATE));
    const bytes = Buffer.alloc(part.length * 2);
    part.forEach((sample, at) => {
      bytes.writeInt16LE(sample, at * 2);
    });
    await writeFile(path.join(folder, `${index}.raw`), bytes);
  }
  await writeFile(path.join(folder, "stretches"), speech.map((_, index) => `${index}\n`).join(""));
}

function sphinxArguments(folder: string): string[] {
  return Object.entries({
    "-hmm": path.join(SPHINX_MODEL, "en-us"),
    "-lm": path.join(SPHINX_MODEL, "en-us.lm.bin"),
    "-dict": path.join(SPHINX_MODEL, "cmudict-en-us.dict"),
    "-adcin": "yes",
    "-adchdr": "0",
    "-cepdir": folder,
    "-cepext": ".raw",
    "-ctl": path.join(folder, "stretches"),
    "-ctm": path.join(folder, "words.ctm"),
    "-remove_silence": "no",
    "-logfn": "/dev/null",
  }).flat();
}

/** Reads NIST's CTM: `stretch channel start duration word confidence`, times from the start of the stretch. */
export function readWords(ctm: string, speech: readonly Moments[]): HeardWord[] {
  const words: HeardWord[] = [];
  for (const line of ctm.split("\n")) {
    const [stretch, , start, duration, word, confidence] = line.trim().split(/\s+/);
    const range = speech[Number(stretch)];
    if (!range || !word || NO_WORD.test(word)) continue;
    const from = range.from + Number(start);
    words.push({
      // Sphinx tells pronunciations apart by a number in brackets.
      word: word.replace(/\(\d+\)$/, ""),
      seconds: { from: round(from), to: round(Math.min(range.to, from + Number(duration))) },
      confidence: Math.min(1, Math.max(0, Number(confidence) || 0)),
    });
  }
  return words.sort((a, b) => a.seconds.from - b.seconds.from);
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
