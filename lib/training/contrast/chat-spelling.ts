import type { Random } from "../random";

/** Words and phrases, and how they are typed in a hurry; longer ones first. */
const SHORT_FORMS: readonly (readonly [said: string, ...typed: string[]])[] = [
  ["i don't know", "idk", "i dunno"],
  ["i am going to", "imma", "im gonna"],
  ["i'm going to", "imma", "im gonna"],
  ["as soon as possible", "asap"],
  ["to be honest", "tbh"],
  ["right now", "rn"],
  ["going to", "gonna", "gon", "finna"],
  ["want to", "wanna"],
  ["have to", "gotta", "hafta"],
  ["got to", "gotta"],
  ["out of", "outta"],
  ["kind of", "kinda"],
  ["let me", "lemme"],
  ["give me", "gimme"],
  ["don't know", "dunno"],
  ["you are", "ur", "youre", "u r"],
  ["you're", "ur", "youre"],
  ["you all", "yall"],
  ["are you", "r u", "are u"],
  ["your", "ur", "yo", "yr"],
  ["yours", "urs"],
  ["yourself", "urself", "yourslf"],
  ["you", "u", "ya", "yu"],
  ["because", "cuz", "cos", "bc", "coz"],
  ["please", "pls", "plz"],
  ["people", "ppl"],
  ["somebody", "some1", "sombody"],
  ["someone", "some1", "sum1"],
  ["everyone", "every1", "evry1"],
  ["anyone", "any1"],
  ["tonight", "2nite", "tonite"],
  ["tomorrow", "tmrw", "2moro", "tmr"],
  ["night", "nite"],
  ["before", "b4"],
  ["great", "gr8"],
  ["later", "l8r"],
  ["thanks", "thx", "ty"],
  ["with", "w", "wit"],
  ["without", "w/o", "wo"],
  ["about", "abt", "bout"],
  ["really", "rly", "realy"],
  ["never", "nvr"],
  ["though", "tho"],
  ["through", "thru"],
  ["the", "da", "the", "the", "th"],
  ["this", "dis", "this"],
  ["that", "dat", "tht", "that"],
  ["them", "em", "dem"],
  ["and", "n", "nd"],
  ["are", "r"],
  ["for", "4", "for"],
  ["to", "2", "to", "to"],
  ["why", "y"],
  ["what", "wat", "wut"],
  ["when", "wen"],
  ["know", "kno", "no"],
  ["just", "jus", "jst"],
  ["like", "lyk", "like"],
  ["love", "luv"],
  ["should", "shud", "shld"],
  ["would", "wud"],
  ["could", "cud"],
  ["been", "bin"],
  ["have", "hv", "have"],
  ["my", "ma", "my", "my"],
  ["ok", "k"],
  ["okay", "ok", "k"],
];
const TYPED = new Map(SHORT_FORMS.map(([said, ...typed]) => [said, typed]));
const SAID = new RegExp(
  `(?<![\\p{L}\\p{N}'])(?:${[...TYPED.keys()].sort((a, b) => b.length - a.length).join("|")})(?![\\p{L}\\p{N}'])`,
  "gu",
);

/** Share of the words with a short form that are typed so, and of words in -ing that lose a letter. */
const SHORT = 0.6;
const CLIPPED = 0.3;

/** A text as it is typed in a chat: small letters, short forms, no apostrophes, commas or closing full stop. */
export function inChatSpelling(text: string, random: Random): string {
  return text
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(SAID, (said) => (random.next() < SHORT ? random.pick(TYPED.get(said) ?? [said]) : said))
    .replace(/(?<=\p{L}{3}in)g\b/gu, (letter) => (random.next() < CLIPPED ? "" : letter))
    .replace(/(?<=\p{L})'(?=\p{L})|,|\.$/gu, "");
}
