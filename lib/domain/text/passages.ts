import { CLASS, classOf } from "./character-classes";
import type { Window } from "./features";
import { normaliseInto, originalSpan } from "./normalise";
import { TextBuffer } from "./text-buffer";

/**
 * How much is more than a name or a word quoted: four words in Latin letters, as titles and brands stand in all writings; else three,
 * or four letters of a script without spaces.
 */
const PASSAGE = 12;
const LATIN_WORD = 3;
const WORD = 4;
const IDEOGRAPH = 3;

interface Passage extends Window {
  /** `CLASS.LATIN`, `CLASS.CYRILLIC`, or `CLASS.GREEK` for all others. */
  script: number;
  worth: number;
}

/** UTF-16 offsets, the end exclusive. */
interface Span {
  start: number;
  end: number;
}

/**
 * The passages of a normalised text whose writing changes between Latin, Cyrillic and other letters, in order: each reaches to the
 * next, and what is shorter belongs to the one before it. None where one writing goes through the text.
 */
export function passagesOf(text: TextBuffer): Passage[] {
  const passages: Passage[] = [];
  for (const run of runsOf(text)) {
    const last = passages.at(-1);
    if (!last || (run.script !== last.script && run.worth >= PASSAGE && last.worth >= PASSAGE))
      passages.push({ ...run, from: last ? run.from : 0 });
    else {
      // The first is what the text begins with until something is long enough to be one.
      if (last.worth < PASSAGE && run.worth > last.worth) last.script = run.script;
      if (last.script === run.script) last.worth += run.worth;
      last.to = run.to;
    }
  }
  return passages.length > 1 ? passages : [];
}

/** Letters of one script and what follows them that is none. */
function runsOf({ codes, length }: TextBuffer): Passage[] {
  const runs: Passage[] = [];
  let run: Passage | undefined;
  let inWord = false;
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] as number;
    const found = code < 128 && (code < 97 || code > 122) ? CLASS.OTHER : classOf(code);
    const isLetter = found >= CLASS.LATIN && found !== CLASS.MARK;
    if (isLetter) {
      const script = Math.min(found, CLASS.GREEK);
      if (run?.script !== script) {
        run = { script, worth: 0, from: at, to: at };
        runs.push(run);
        inWord = false;
      }
      if (found === CLASS.UNSPACED) run.worth += IDEOGRAPH;
      else if (!inWord) run.worth += found === CLASS.LATIN ? LATIN_WORD : WORD;
    }
    inWord = isLetter || (inWord && found === CLASS.MARK);
    if (run) run.to = at + 1;
  }
  return runs;
}

const buffer = new TextBuffer();
/** Most texts have none, and need not be looked at further. */
const OTHER_LETTERS = /[\u0370-\u1fff\u2e80-\uffff]/u;

/**
 * The passages of a text by their writing, in places of the original: for each of Latin, Cyrillic and other letters those that it is used
 * in, in order. None where one writing goes through the text.
 */
export function writingsOf(text: string): Span[][] {
  if (!OTHER_LETTERS.test(text)) return [];
  normaliseInto(buffer, text);
  const byScript = new Map<number, Span[]>();
  for (const { script, from, to } of passagesOf(buffer)) {
    const spans = byScript.get(script) ?? [];
    byScript.set(script, spans);
    spans.push(originalSpan(buffer, from, to));
  }
  return [...byScript.values()];
}
