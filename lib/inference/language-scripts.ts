/** Scripts that belong to one language each, as far as moderation cares. */
const SCRIPTS: Record<string, string> = {
  ja: "Hiragana|Katakana",
  zh: "Han|Bopomofo",
  ko: "Hangul",
  ar: "Arabic",
  he: "Hebrew",
  hi: "Devanagari",
  th: "Thai",
  el: "Greek",
  ka: "Georgian",
  hy: "Armenian",
  bn: "Bengali",
  ta: "Tamil",
  te: "Telugu",
  gu: "Gujarati",
  pa: "Gurmukhi",
  kn: "Kannada",
  ml: "Malayalam",
  or: "Oriya",
  si: "Sinhala",
  km: "Khmer",
  lo: "Lao",
  my: "Myanmar",
  am: "Ethiopic",
  bo: "Tibetan",
  mn: "Mongolian",
  dv: "Thaana",
};
const OTHER_SCRIPTS = Object.entries(SCRIPTS).map(([code, names]): [code: string, script: RegExp] => [
  code,
  new RegExp(names.replace(/\w+/g, String.raw`\p{Script=$&}`), "u"),
]);
/** A script that stands for no language in the list. */
export const UNCODED = "mis";
/** Letters of scripts without spaces, where two make a word. */
export const DENSE = new Set(["ja", "zh", "ko", "th", "km", "lo", "my", "bo"]);
/** Han is Chinese where hardly another script stands beside it. */
const CHINESE_FROM = 0.8;

/** Letters of other scripts than Latin and Cyrillic by language. */
export function countScripts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const char of text) {
    if (char < "\u0370") continue;
    const code = scriptOf(char);
    if (code !== "") counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

const scripts = new Map<string, string>();

/** The language of a letter's script; empty for Latin and Cyrillic letters and for what is none. */
function scriptOf(char: string): string {
  const known = scripts.get(char);
  if (known !== undefined) return known;
  const plain = !/\p{L}/u.test(char) || /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Common}]/u.test(char);
  const found = plain ? "" : (OTHER_SCRIPTS.find(([, script]) => script.test(char))?.[0] ?? UNCODED);
  if (scripts.size < 20_000) scripts.set(char, found);
  return found;
}

/** Japanese where there is any of its own letters beside Han; a script that is not Han where that is no more than a part. */
export function mostWritten(counts: ReadonlyMap<string, number>): string {
  const han = counts.get("zh") ?? 0;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const others = [...counts].filter(([code]) => code !== "zh").sort(([, a], [, b]) => b - a);
  const [other] = others[0] ?? ["zh"];
  if (han > 0 && counts.has("ja") && (other === "ja" || han >= CHINESE_FROM * all)) return "ja";
  return han >= CHINESE_FROM * all ? "zh" : other;
}

const CYRILLIC = new Set(["ru", "uk", "be", "bg", "mk", "kk", "ky", "tg", "mn"]);

/** Whether a text has a letter of the script that a language is written in: what is said of a post need not hold for a part of it. */
export function isWrittenIn(language: string, text: string): boolean {
  const [code = ""] = language.toLowerCase().split(/[-_]/);
  const [, script] = OTHER_SCRIPTS.find(([known]) => known === code) ?? [];
  if (script?.test(text)) return true;
  return CYRILLIC.has(code) ? /\p{Script=Cyrillic}/u.test(text) : !script && /\p{Script=Latin}/u.test(text);
}
