import { findAttribute, PerspectiveError, type SuggestRequest } from "./perspective";
import { CATEGORIES, type Category } from "./taxonomy";

/** What somebody outside says a text is. */
export interface Suggestion {
  /** Categories that it speaks of; of all others it says nothing. */
  about: Category[];
  /** Of these, the ones that apply. */
  categories: Category[];
  harmful: boolean;
}

/** Coral says what its moderators did with a comment; what they took down was, as far as Coral says, toxic. */
const OUTCOMES: Record<string, Category> = { APPROVED: "toxicity", DELETED: "toxicity" };
/** From this value on, an attribute is said to apply. */
const APPLIES = 0.5;

/** The label in a `comments:suggestscore` request. Throws what the Perspective API would answer. */
export function suggestionOf({ attributeScores }: SuggestRequest): Suggestion {
  const said = new Map<Category, boolean>();
  const entries = Object.entries(attributeScores);
  if (entries.length === 0) throw new PerspectiveError("INVALID_REQUEST", "Missing attribute_scores");
  for (const [name, { summaryScore, spanScores = [] }] of entries) {
    const category = OUTCOMES[name] ?? findAttribute(name)?.category;
    const values = summaryScore ? [summaryScore.value] : spanScores.map(({ score }) => score.value);
    if (!category) continue;
    if (values.length === 0 || values.some((value) => value < 0 || value > 1))
      throw new PerspectiveError("INVALID_REQUEST", `Attribute ${name} needs a score from 0 to 1.`);
    const applies = Math.max(...values) >= APPLIES;
    said.set(category, (name === "APPROVED" ? !applies : applies) || (said.get(category) ?? false));
  }
  if (said.size === 0)
    throw new PerspectiveError(
      "INVALID_REQUEST",
      `Unknown attribute: ${entries.map(([name]) => name).join(", ")}`,
    );
  const about = CATEGORIES.filter((category) => said.has(category));
  const categories = about.filter((category) => said.get(category));
  return { about, categories, harmful: categories.length > 0 };
}
