import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import type { OffensiveWords } from "./contrast/generate";

/** One entry of the profanity lexicon. */
export interface LexiconTerm {
  text: string;
  category: string;
  /** 1 mild to 3 severe. */
  severity: number;
}

/** A guess for a category that a row's own labels leave unknown, with how far it is trusted. */
export interface WeakLabel {
  category: Category;
  value: number;
  trust: number;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/u).filter(Boolean));

/** Plain words for what sexual texts describe; two of them, or one with a strong lexicon term, count. */
const SEXUAL = words(`
  sex sexy sexual naked nude nudes horny orgasm orgasms breasts breast nipple nipples penis vagina erotic erection
  masturbate masturbating moaned moaning moan thighs panties undressed lust seduce seduced aroused porn intercourse
  climax stripper kinky fetish bondage virgin lingerie escort escorts hookup bedroom kissing`);

const VIOLENT = words(`
  kill kills killed killing murder murdered shoot shot shooting stab stabbed bomb bombed bombing burn burned gun guns
  knife blood bloody die dies died dead death beat beaten attack attacked hang hanged lynch rape raped gas gassed hurt
  execute executed behead beheaded slaughter torture tortured strangle choke explode weapon weapons war fight punch
  punched kick slap smash destroy exterminate massacre genocide assault corpse wound wounded violence violent`);

const SELF_HARM = words(`
  suicide suicidal overdose selfharm cutting noose hopeless depressed depression worthless pills wrists die dying`);

const HARM_VERBS =
  "kill|shoot|stab|murder|hang|lynch|burn|behead|execute|gas|exterminate|slaughter|beat|rape|choke|strangle";
const THREATS = new RegExp(
  [
    `(?:gonna|going to|will|wanna|want to|let us|lets|should|must|need to|i) (?:all )?(?:${HARM_VERBS}) (?:you|him|her|them|all|every|the|these|those|that)`,
    `(?:should|must|need to|deserve to|ought to) (?:all )?(?:be|get) (?:shot|killed|hanged|hung|lynched|burned|executed|exterminated|gassed|beaten|stabbed|raped|put down|slaughtered)`,
    `(?:deserves?|hope|ought|needs?) .{0,24}\\b(?:to die|dies?|death)\\b`,
    "(?:kill|shoot|hang|gas|exterminate) (?:them|em) all",
    "death to (?:all|the)",
  ].join("|"),
  "u",
);
const OWN_HARM =
  /(?:want|going|plan|ready|think(?:ing)?) (?:to|about|of) (?:die|kill(?:ing)? myself|end(?:ing)? (?:it all|my life)|suicide)|kill(?:ing)? (?:myself|yourself)|kys|end my life|cut(?:ting)? myself|hurt(?:ing)? myself|my own life|suicidal thoughts/u;

/** Looks texts up in the lexicon and in short lists, to say something where the labels are silent. */
export class WeakLabeller {
  private readonly terms = new Map<string, LexiconTerm>();

  constructor(lexicon: readonly LexiconTerm[]) {
    for (const term of lexicon) {
      const form = splitWords(term.text)
        .map((word) => word.form)
        .join(" ");
      // A term that folds to a class of words ("@…" to a mention, digits to a number) would match them all.
      if (form === "" || form.includes("⟨")) continue;
      const known = this.terms.get(form);
      if (!known || known.severity < term.severity) this.terms.set(form, term);
    }
  }

  /** Lexicon terms in a text, of one word or two. */
  termsIn(forms: readonly string[]): LexiconTerm[] {
    return forms.flatMap((form, i) => {
      const pair = this.terms.get(`${form} ${forms[i + 1] ?? ""}`);
      const single = this.terms.get(form);
      return [pair, single].filter((term) => term !== undefined);
    });
  }

  label(text: string): WeakLabel[] {
    const forms = splitWords(text).map((word) => word.form);
    const joined = forms.join(" ");
    const terms = this.termsIn(forms);
    const strongest = Math.max(0, ...terms.map((term) => term.severity));
    const sexualTerms = terms.filter(
      (term) => term.category.startsWith("sexual anatomy") && term.severity >= 1.6,
    ).length;
    const sexualWords = new Set(forms.filter((form) => SEXUAL.has(form))).size;
    const labels: WeakLabel[] = [];

    const profanity = strongest >= 1.6 ? 0.95 : strongest >= 1 ? 0.55 : 0.01;
    labels.push({ category: "profanity", value: profanity, trust: 0.5 });

    if (sexualWords >= 3) labels.push({ category: "sexual", value: 0.9, trust: 0.6 });
    else if (sexualWords === 2 || (sexualWords === 1 && sexualTerms > 0))
      labels.push({ category: "sexual", value: 0.7, trust: 0.4 });
    else if (sexualWords + sexualTerms === 0) labels.push({ category: "sexual", value: 0.01, trust: 0.4 });

    if (THREATS.test(joined)) labels.push({ category: "violence", value: 0.85, trust: 0.6 });
    else if (!forms.some((form) => VIOLENT.has(form)))
      labels.push({ category: "violence", value: 0.02, trust: 0.4 });

    if (OWN_HARM.test(joined)) labels.push({ category: "self_harm", value: 0.8, trust: 0.5 });
    else if (!forms.some((form) => SELF_HARM.has(form)))
      labels.push({ category: "self_harm", value: 0.005, trust: 0.3 });
    return labels;
  }
}

/** Adds weak labels to a row of targets where it knows nothing; returns the trust of each category. */
export function fillUnknown(targets: Float32Array, weight: number, weak: readonly WeakLabel[]): Float32Array {
  const trust = Float32Array.from(targets, (value) => (Number.isNaN(value) ? 0 : weight));
  for (const { category, value, trust: weakTrust } of weak) {
    const column = CATEGORIES.indexOf(category);
    if (!Number.isNaN(targets[column] as number)) continue;
    targets[column] = value;
    trust[column] = weakTrust;
  }
  return trust;
}

/** The lexicon's words for the contrast templates, most frequent in `texts` first. */
export function offensiveWords(lexicon: readonly LexiconTerm[], texts: Iterable<string>): OffensiveWords {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const { form } of splitWords(text)) counts.set(form, (counts.get(form) ?? 0) + 1);
  const frequency = ({ text }: LexiconTerm) => counts.get(splitWords(text)[0]?.form ?? "") ?? 0;
  const pick = (matches: (term: LexiconTerm) => boolean): string[] =>
    lexicon
      .filter((term) => matches(term) && !term.text.includes(" ") && frequency(term) >= 3)
      .sort((a, b) => frequency(b) - frequency(a))
      .map((term) => term.text);
  return {
    slur: pick(
      ({ category, severity }) =>
        (category.startsWith("racial") && severity >= 2) ||
        (category.startsWith("sexual orientation") && severity >= 2.4),
    ),
    insult: pick(
      ({ category, severity }) =>
        (/^(?:mental|other|physical|animal)/u.test(category) && severity >= 1.2) ||
        (category.startsWith("sexual anatomy") && severity >= 2.2),
    ),
    swear: pick(
      ({ category, severity }) =>
        category.startsWith("bodily") || (category.startsWith("sexual anatomy") && severity >= 2),
    ),
    sexterm: pick(({ category, severity }) => category.startsWith("sexual anatomy") && severity >= 1),
  };
}
