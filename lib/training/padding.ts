import { splitWords } from "#lib/domain/text/words";
import type { Random } from "./random";

/** Sets whose harmless texts others are padded with. */
export const PADDING_SETS: ReadonlySet<string> = new Set([
  "jigsaw20k",
  "cad",
  "sms_smishing",
  "enron_spam",
  "tweeteval_offensive",
]);
/** At most so toxic is a text that others stand beside. */
export const QUIET_UP_TO = 0.1;

/** Words that say nothing about a text: they must not talk a harm away, nor into being. */
const HEADERS: readonly string[] = [
  "Subject: {topic}",
  "subject: re: {topic}",
  "Re: {topic}",
  "Fwd: {topic}",
  "From: {name} To: {name} Subject: {topic}",
  "thanks for the {thing}",
  "thank you for your {thing}",
  "thanks in advance, {name}",
  "please see the attached {thing}",
  "attached is the {thing} for {topic}",
  "Dear {name},",
  "Hi {name},",
  "best regards, {name}",
  "kind regards {name}",
  "sent from my phone",
  "cc: {name}, {name}",
  "see the {thing} below",
  "forwarded by {name} on {date}",
  "the {thing} about {topic} is at {time}",
  "let me know about the {topic}",
  "{topic} {topic} {topic}",
  "{name} {name}",
];
const TOPICS =
  "meeting; schedule; invoice; the report; weekly call; lunch; budget; holiday plans; agenda; contract; project; minutes; travel; training; order; delivery; gas; newsletter; conference; homework; recipe; weather; match; concert";
const THINGS =
  "subject; update; note; message; invitation; file; draft; reply; letter; list; summary; plan; question; comment; reminder; form; photos; link; help; offer";
const NAMES =
  "John; Maria; Ahmed; Li; Susan; Kate; Tom; Elena; David; Priya; Omar; Anna; team; all; colleagues; Mark; Sara; Jeff";

const list = (source: string): string[] => source.split(";").map((word) => word.trim());
const SLOTS: Readonly<Record<string, readonly string[]>> = {
  topic: list(TOPICS),
  thing: list(THINGS),
  name: list(NAMES),
};

/** Most words that padding adds, and most words a padded text has: what is longer is read in windows. */
const MOST_ADDED = 48;

/** Writes padding of all kinds around texts; `quiet` are beginnings of harmless texts. */
export class Padding {
  constructor(
    private readonly quiet: readonly string[],
    private readonly mostWords: number,
  ) {}

  /**
   * The text with padding before it, behind it, on both sides, or between its sentences; as it is where there is no room
   * for any. None of the text's own words is lost.
   */
  around(text: string, random: Random): string {
    let room = Math.min(MOST_ADDED, this.mostWords - splitWords(text).length);
    if (room <= 0) return text;
    const piece = (): string => {
      const written = this.piece(random);
      const words = splitWords(written);
      if (words.length <= room) {
        room -= words.length;
        return written;
      }
      const cut = written.slice(0, words[room]?.start ?? 0).trim();
      room = 0;
      return cut;
    };
    const pieces = (): string =>
      Array.from({ length: 1 + random.below(3) }, piece)
        .filter(Boolean)
        .join(random.pick([" ", " ", ". ", ", ", "\n"]));
    const seam = (): string => random.pick([" ", " ", " ", ". ", ", ", "\n", " - "]);
    const where = random.below(8);
    const [before, behind] = [
      where < 3 || where === 6 ? pieces() : "",
      where >= 3 && where < 7 ? pieces() : "",
    ];
    if (where === 7) return between(text, pieces(), random);
    return [before && before + seam(), text, behind && seam() + behind].join("");
  }

  /** One stretch that says nothing. */
  private piece(random: Random): string {
    const kind = random.below(10);
    if (kind < 4 && this.quiet.length > 0) return someWords(random.pick(this.quiet), random);
    if (kind < 7) return header(random);
    if (kind === 7) return numbers(random);
    if (kind === 8) return address(random);
    return Array.from({ length: 2 + random.below(10) }, () =>
      random.pick(SLOTS[random.pick(SLOT_NAMES)] ?? []),
    ).join(" ");
  }
}

const SLOT_NAMES = Object.keys(SLOTS);

function header(random: Random): string {
  const filled = random
    .pick(HEADERS)
    .replace(/\{(\w+)\}/gu, (_, slot: string) =>
      slot === "date"
        ? `${1 + random.below(28)}/${1 + random.below(12)}/${2000 + random.below(27)}`
        : slot === "time"
          ? `${random.below(24)}:${10 + random.below(50)}`
          : random.pick(SLOTS[slot] as readonly string[]),
    );
  return random.next() < 0.5 ? filled.toLowerCase() : filled;
}

/** Order numbers, telephone numbers, hashes, rows of digits. */
function numbers(random: Random): string {
  const digits = (length: number): string => Array.from({ length }, () => random.below(10)).join("");
  const kind = random.below(6);
  if (kind === 0) return digits(4 + random.below(20));
  if (kind === 1) return `+${digits(2)} ${digits(3)} ${digits(3)} ${digits(4)}`;
  if (kind === 2)
    return Array.from({ length: 2 + random.below(8) }, () => digits(1 + random.below(6))).join(" ");
  if (kind === 3)
    return `${random.pick(["ref", "id", "order", "no.", "#", "case"])} ${digits(5 + random.below(8))}`;
  if (kind === 4)
    return Array.from({ length: 8 + random.below(24) }, () => random.below(16).toString(16)).join("");
  return `${digits(1)}.${digits(2)} ${random.pick(["kg", "euro", "km", "%", "ml"])}`;
}

/** Links, mentions, tags and signs. */
function address(random: Random): string {
  const word = (): string => random.pick(SLOTS.topic as readonly string[]).replaceAll(" ", "-");
  const kind = random.below(6);
  if (kind === 0) return `https://www.${word()}.example/${word()}/${random.below(9999)}`;
  if (kind === 1) return `http://t.co/${word()}${random.below(99)}`;
  if (kind === 2) return Array.from({ length: 1 + random.below(3) }, () => "@user").join(" ");
  if (kind === 3) return Array.from({ length: 1 + random.below(3) }, () => `#${word()}`).join(" ");
  if (kind === 4) return `${word()}@${word()}.example`;
  return random.pick(["...", "!!!", "=====", "-----", "* * *", "🙂", "🌻 🌻", "👍", "---", ">>>"]);
}

/** A stretch of a harmless text, from its beginning. */
function someWords(text: string, random: Random): string {
  const words = splitWords(text);
  const end = words[3 + random.below(30)]?.start;
  return text.slice(0, end).trim();
}

/** Padding between two sentences of a text, or behind it where it has only one. */
function between(text: string, padding: string, random: Random): string {
  const ends = [...text.matchAll(/[.!?\n]\s+/gu)].map(({ index, 0: mark }) => index + mark.length);
  const at = ends.length > 0 ? random.pick(ends) : text.length;
  return `${text.slice(0, at).trimEnd()} ${padding} ${text.slice(at)}`.trim();
}
