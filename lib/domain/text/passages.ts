import { CLASS, classOf } from "./character-classes";
import type { Window } from "./features";
import type { TextBuffer } from "./text-buffer";

/** What a word and a letter of a script without spaces are worth, and how much is more than a name or a word quoted. */
const WORD = 3;
const IDEOGRAPH = 2;
const PASSAGE = 12;

interface Passage extends Window {
  script: number;
  worth: number;
}

/**
 * The passages of a normalised text whose writing changes between Latin, Cyrillic and other letters, in order: each reaches to the
 * next, and what is shorter belongs to the one before it. None where one writing goes through the text.
 */
export function passagesOf(text: TextBuffer): Window[] {
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
      else if (!inWord) run.worth += WORD;
    }
    inWord = isLetter || (inWord && found === CLASS.MARK);
    if (run) run.to = at + 1;
  }
  return runs;
}
