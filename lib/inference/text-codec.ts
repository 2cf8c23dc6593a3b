import type { ListRule } from "#lib/domain/verdict";
import type { LanguageGuess } from "./language";
import type { TextInput } from "./text-input";
import { type TextOutput, unpackTexts } from "./text-outputs";
import type { Codec, ListsInForce } from "./thread-messages";

/** Texts on their way to a thread. */
export interface PackedTexts {
  texts: string[];
  /** What the platforms say the languages are; absent when they say nothing of any. */
  languages?: (string | null)[];
  /** The lists that texts of the batch ask for; `rules` where the thread does not have that version yet. */
  lists?: { orgId: string; version: number; rules?: ListRule[] }[];
  /** Per text, its place in `lists`, or -1. */
  listOf?: number[];
  /** Per text, whether its scores are to be explained; absent when all are. */
  explain?: boolean[];
  /** Per text, its language, where another model of the thread has guessed it already. */
  guesses?: LanguageGuess[];
}

/** Texts and what the models say of them. Lists are sent once per thread and version. */
export const textCodec: Codec<TextInput, TextOutput> = {
  pack: (inputs, sent) => {
    const packed: PackedTexts = { texts: inputs.map(({ text }) => text) };
    if (inputs.some(({ language }) => language !== null))
      packed.languages = inputs.map(({ language }) => language);
    if (inputs.some(({ lists }) => lists && lists.rules.length > 0)) packLists(packed, inputs, sent);
    if (inputs.some(({ explain }) => explain === false))
      packed.explain = inputs.map(({ explain }) => explain !== false);
    return packed;
  },
  unpack: unpackTexts,
  size: ({ text }) => text.length,
};

/**
 * Texts for an added classifier, which may take a thousand times what most shipped models do, and for text-sense: together about what one run
 * reads (1,024 tokens of English), so that no batch takes longer than the longest text alone.
 */
export const classifierCodec: typeof textCodec = { ...textCodec, mostSize: 4_096 };

/** The texts at these places, whose languages have been guessed, to be scored alone. */
export function pickTexts(
  { texts }: PackedTexts,
  places: readonly number[],
  guesses: ReadonlyMap<number, LanguageGuess>,
): PackedTexts {
  return {
    texts: places.map((place) => texts[place] as string),
    guesses: places.map((place) => guesses.get(place) as LanguageGuess),
  };
}

function packLists(packed: PackedTexts, inputs: TextInput[], sent: ListsInForce<true>): void {
  const lists: NonNullable<PackedTexts["lists"]> = [];
  const places = new Map<string, number>();
  packed.lists = lists;
  packed.listOf = inputs.map((input) => {
    if (!input.lists || input.lists.rules.length === 0) return -1;
    const { orgId, version, rules } = input.lists;
    const key = `${version} ${orgId}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    if (sent.get(orgId, version)) lists.push({ orgId, version });
    else {
      sent.set(orgId, version, true);
      lists.push({ orgId, version, rules });
    }
    places.set(key, lists.length - 1);
    return lists.length - 1;
  });
}
