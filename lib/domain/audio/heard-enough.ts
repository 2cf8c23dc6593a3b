import type { Moments } from "../media";
import { clockTime } from "../time-code";
import type { SpokenWords } from "./spoken-words";

/** Below this mean confidence the words are guesses: another language, singing, noise. */
const UNDERSTOOD = 0.35;
/** Sound shorter than this may be a click or a breath, seconds. */
const BRIEF = 1;
/** Words below this confidence fill no gap: music and other languages are heard as a scatter of them. */
const A_WORD = 0.3;
/** Somebody may be speaking, and for so long no word was understood, seconds. */
const WORDLESS = 4;

/** What was heard of a sound, and of a film's. */
export interface Heard {
  kind: "audio" | "video";
  spoken: SpokenWords;
  /** Where somebody may be speaking. */
  speech: readonly Moments[];
  /** Seconds of other sound: music, noise, tones. */
  otherSeconds: number;
  /** What the author or the platform says it is in, ISO 639-1; null where nobody does. */
  language: string | null;
  /** The recogniser: its name and the languages that it knows. */
  model: string;
  languages: readonly string[];
}

/**
 * Whether a sound was heard well enough to judge it by its words, and what is to be said of the rest, in words for a
 * moderator. Where it was not, a person has to listen; a film's sound without speech is no reason, since its pictures are
 * judged, and is said all the same.
 */
export function heardEnough(heard: Heard): { enough: boolean; remark: string | undefined } {
  const doubt = doubtOf(heard);
  return { enough: doubt === undefined, remark: doubt ?? remarkOf(heard) };
}

function doubtOf({ kind, spoken, speech, otherSeconds, language, model, languages }: Heard) {
  const length = speech.reduce((sum, { from, to }) => sum + to - from, 0);
  if (spoken.transcript.words.length === 0) {
    if (length > BRIEF) return "Somebody may be speaking, and no word was understood.";
    if (kind === "audio" && otherSeconds > BRIEF)
      return "There is sound without speech, which no model judges.";
    return undefined;
  }
  if (language && !languages.includes(language)) return `${model} does not know the language ${language}.`;
  if (spoken.confidence < UNDERSTOOD) return "The words were not understood well enough to judge them.";
  const [gap] = wordlessGaps(speech, spoken);
  if (gap)
    return `From ${clockTime(gap.from)} to ${clockTime(gap.to)} somebody may be speaking, and no word was understood.`;
  if (kind === "audio" && otherSeconds > Math.max(BRIEF, length))
    return "Most of it is sound without speech, which no model judges.";
  return undefined;
}

function remarkOf({ spoken, otherSeconds }: Heard): string | undefined {
  if (otherSeconds > BRIEF)
    return `${Math.round(otherSeconds)} s of it are sound without speech, which no model judges.`;
  return spoken.transcript.words.length === 0 ? "No word is said in it." : undefined;
}

/** Where, within stretches of speech, no word was heard for WORDLESS seconds or longer. */
function wordlessGaps(speech: readonly Moments[], { transcript }: SpokenWords): Moments[] {
  const said = transcript.words
    .flatMap(({ seconds, confidence }) => (seconds && confidence >= A_WORD ? [seconds] : []))
    .sort((a, b) => a.from - b.from);
  return speech.flatMap(({ from, to }) => {
    const gaps: Moments[] = [];
    let quietFrom = from;
    for (const word of said) {
      if (word.to <= from || word.from >= to) continue;
      gaps.push({ from: quietFrom, to: word.from });
      quietFrom = Math.max(quietFrom, word.to);
    }
    gaps.push({ from: quietFrom, to });
    return gaps.filter((gap) => gap.to - gap.from >= WORDLESS);
  });
}
