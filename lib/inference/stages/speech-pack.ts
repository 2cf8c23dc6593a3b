import type { HeardWord, SpeechRecogniser } from "#lib/domain/audio/spoken-words";
import type { SpeechManifest } from "../manifest";
import type { FoundModel } from "../model-files";
import type { InferencePool } from "../pool";

const RATE = 16_000;
/** Longer stretches are heard in parts: what such a network needs grows with the square of the length. */
const MOST_SECONDS = 10;
/** A part may take so long, waiting behind others of its sound included. */
const TIMEOUT_MS = 10 * 60_000;

/** A recogniser that runs in the inference threads, once it is told which. */
export interface PooledRecogniser extends Pick<SpeechRecogniser, "model" | "languages"> {
  within(pool: Pick<InferencePool, "infer">): SpeechRecogniser;
}

/** The last speech recogniser that was added and can be read; undefined where there is none. */
export function addedRecogniser(models: readonly FoundModel[]): PooledRecogniser | undefined {
  const found = models.findLast((model) => model.ok && model.files.manifest.runner === "speech-ctc");
  if (!found?.ok) return undefined;
  const { name, version, languages } = found.files.manifest as SpeechManifest;
  const about = { model: `${name}@${version}`, languages: Object.keys(languages) };
  return {
    ...about,
    within: (pool) => ({
      ...about,
      async recognise(samples, speech, signal) {
        const words: HeardWord[] = [];
        for (const stretch of speech)
          for (let from = stretch.from; from < stretch.to; from += MOST_SECONDS) {
            signal?.throwIfAborted();
            const part = samples.slice(
              Math.floor(from * RATE),
              Math.ceil(Math.min(stretch.to, from + MOST_SECONDS) * RATE),
            );
            const heard = await pool.infer<HeardWord[]>(name, part, TIMEOUT_MS);
            words.push(
              ...heard.map((word) => ({
                ...word,
                seconds: { from: from + word.seconds.from, to: from + word.seconds.to },
              })),
            );
          }
        return words;
      },
    }),
  };
}
