import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HeardWord } from "#lib/domain/audio/transcript";
import type { TimeRange } from "#lib/domain/audio/voice-activity";
import { SAMPLE_RATE } from "./decode-audio";
import { mediaPrograms, SPHINX_MODEL } from "./media-programs";
import { missingProgram, runProgram } from "./run-program";

/** Speech to text, behind one port so that another recogniser (whisper, wav2vec2) can serve. */
export interface SpeechRecogniser {
  /** `name@version`. */
  model: string;
  /** ISO 639-1 codes that it understands. */
  languages: string[];
  /**
   * The words in these stretches of a sound (mono, 16 kHz), in order, with times from the start of the sound.
   * Rejects with Failure `unavailable` when it is not installed, and otherwise as `runProgram` does.
   */
  recognise(samples: Int16Array, speech: TimeRange[], signal?: AbortSignal): Promise<HeardWord[]>;
}

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
      const seconds = speech.reduce((sum, { start, end }) => sum + end - start, 0);
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

async function writeStretches(folder: string, samples: Int16Array, speech: TimeRange[]): Promise<void> {
  for (const [index, { start, end }] of speech.entries()) {
    const part = samples.subarray(Math.floor(start * SAMPLE_RATE), Math.ceil(end * SAMPLE_RATE));
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
export function readWords(ctm: string, speech: TimeRange[]): HeardWord[] {
  const words: HeardWord[] = [];
  for (const line of ctm.split("\n")) {
    const [stretch, , start, duration, word, confidence] = line.trim().split(/\s+/);
    const range = speech[Number(stretch)];
    if (!range || !word || NO_WORD.test(word)) continue;
    const at = range.start + Number(start);
    words.push({
      // Sphinx tells pronunciations apart by a number in brackets.
      word: word.replace(/\(\d+\)$/, ""),
      start: round(at),
      end: round(Math.min(range.end, at + Number(duration))),
      confidence: Math.min(1, Math.max(0, Number(confidence) || 0)),
    });
  }
  return words.sort((a, b) => a.start - b.start);
}

const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
