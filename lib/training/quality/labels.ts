import { Failure } from "#lib/domain/failure";
import { categoryOf, foldedName } from "#lib/domain/label-names";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";

/** What a label of a foreign data set asks: any of these categories. */
export type Question = readonly Category[];

/** How one label of the data becomes an answer. */
export interface LabelMapping {
  /** Name of the label in the data. */
  label: string;
  question: Question;
  /** The value that means yes; without it the usual spellings of yes and no are understood. */
  yes?: string;
}

/**
 * Reads one `--map`: `label=category`, `label=hate|harassment` (either will do), or `label:value=category`
 * where the value that means yes is named.
 * @throws Failure when it names no label or an unknown category
 */
export function parseMapping(argument: string): LabelMapping {
  const [left = "", right = ""] = splitAt(argument, argument.lastIndexOf("="));
  const [label = "", yes] = left.includes(":") ? splitAt(left, left.indexOf(":")) : [left];
  const question = right
    .split(/[|+]/u)
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const category = CATEGORIES.find((each) => each === name) ?? categoryOf(name);
      if (category) return category;
      throw new Failure(
        "invalid_input",
        `--map ${argument}: ${name} is no category; choose from ${CATEGORIES.join(", ")}`,
      );
    });
  if (!label || question.length === 0)
    throw new Failure("invalid_input", `--map ${argument}: write label=category or label:value=category`);
  return { label, question, ...(yes === undefined ? {} : { yes }) };
}

function splitAt(text: string, at: number): [string, string] | [string] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const YES = new Set(["1", "true", "t", "yes", "y", "positive", "pos"]);
const NO = new Set(["0", "false", "f", "no", "n", "negative", "neg", "none", "normal", "neutral", "benign"]);
const NOT = /^(?:not|non|no)/u;
const CLEAN = new Set(["", "ham", "safe", "clean", "ok", "neither"]);

/**
 * Whether a label's value is one by which data sets say that nobody labelled the row: a number below 0 (published test
 * labels have -1) or NaN. A mapping that names the value that means yes takes numbers below 0 for other values.
 */
export function isUnscored(value: unknown, { yes }: LabelMapping): boolean {
  if (typeof value !== "number" && typeof value !== "string") return false;
  const text = String(value).trim().toLowerCase();
  if (text === yes?.trim().toLowerCase()) return false;
  return text === "nan" || (yes === undefined && Number(text) < 0);
}

/**
 * What a label's value says: 1, 0, or undefined where it is empty or unscored (not labelled). Understands booleans, numbers and
 * shares (from 0.5 on is yes), and words: yes and no, the label's or the category's own name, `non-` and `not` before it.
 * @throws Failure when a word says neither
 */
export function answerOf(value: unknown, mapping: LabelMapping): 0 | 1 | undefined {
  if (value === null || value === undefined || isUnscored(value, mapping)) return undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (Array.isArray(value)) return value.some((each) => isNamed(String(each), mapping)) ? 1 : 0;
  const text = String(value).trim().toLowerCase();
  if (text === "" && mapping.yes !== "") return undefined;
  if (mapping.yes !== undefined) return text === mapping.yes.trim().toLowerCase() ? 1 : 0;
  const number = Number(text);
  if (!Number.isNaN(number)) return number >= 0.5 ? 1 : 0;
  const word = foldedName(text);
  if (YES.has(word) || isNamed(text, mapping)) return 1;
  if (NO.has(word) || CLEAN.has(word) || (NOT.test(word) && isNamed(word.replace(NOT, ""), mapping)))
    return 0;
  throw new Failure(
    "invalid_input",
    `the label ${mapping.label} has the value ${JSON.stringify(String(value).slice(0, 40))}, which says neither yes nor no; name the one that means yes: --map "${mapping.label}:VALUE=${mapping.question.join("|")}"`,
  );
}

/** Whether a word names the label itself or one of its categories. */
function isNamed(word: string, { label, question, yes }: LabelMapping): boolean {
  if (yes !== undefined) return word.trim().toLowerCase() === yes.trim().toLowerCase();
  if (foldedName(word) === foldedName(label)) return true;
  const category = categoryOf(word);
  return category !== undefined && question.includes(category);
}
