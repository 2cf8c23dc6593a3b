import { Failure } from "#lib/domain/failure";

const NAMES = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** The code in use today (ISO 639-1), of an older one its successor; undefined where there is no such language. */
function codeOf(text: string): string | undefined {
  if (!/^[a-z]{2}$/u.test(text) || NAMES.of(text) === undefined) return undefined;
  const [canonical = text] = Intl.getCanonicalLocales(text);
  return canonical.length === 2 ? canonical : text;
}

/** The code of a language by its English name. */
function codeByName(name: string): string | undefined {
  const codes = LETTERS.flatMap((a) => LETTERS.map((b) => a + b));
  return codes.find((code) => NAMES.of(code)?.toLowerCase() === name);
}

/**
 * Languages that a pack is told it judges, as ISO 639-1 codes in small letters, each once.
 * @throws Failure `invalid_input` for what is none, with the code where it is a language's English name
 */
export function languageCodes(asked: readonly string[]): string[] {
  const texts = asked.map((text) => text.trim().toLowerCase()).filter(Boolean);
  if (texts.length === 0) throw new Failure("invalid_input", "name a language: --languages en,de");
  const codes = texts.map((text) => {
    const code = codeOf(text);
    if (code) return code;
    const meant = codeByName(text);
    const hint = meant ? `write ${meant}` : "write its two letters, such as en or de";
    throw new Failure("invalid_input", `${text} is no language code (ISO 639-1): ${hint}`);
  });
  return [...new Set(codes)];
}
