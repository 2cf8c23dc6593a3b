import type { HeardWord } from "#lib/domain/audio/spoken-words";
import type { Codec } from "./thread-messages";

/** A stretch of speech (mono, 16 kHz), and its words with times from its beginning. */
export const speechCodec: Codec<Int16Array, HeardWord[]> = {
  pack: ([samples]) => samples,
  unpack: (outputs) => [outputs as HeardWord[]],
  size: ({ length }) => Math.ceil(length / 16),
  // A stretch takes seconds: two in a batch would only wait for each other.
  mostPerBatch: 1,
};
