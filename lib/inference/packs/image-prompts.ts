import type { Category } from "#lib/domain/taxonomy";

/** What a picture may show, in words for a zero-shot model; `category` null: nothing to worry about. */
export interface Prompt {
  text: string;
  category: Category | null;
}

const shows = (category: Category | null, ...texts: string[]): Prompt[] =>
  texts.map((text) => ({ text, category }));

/** The prompts that a zero-shot pack gets unless it is given others. They share one probability of 1 among them. */
export const DEFAULT_PROMPTS: readonly Prompt[] = [
  ...shows(
    "violence",
    "a photo of people fighting violently",
    "a photo of a person attacking another person",
    "a photo of a person pointing a gun",
    "a photo of a gun or rifle",
    "a photo of a knife held as a weapon",
    "a photo of blood and open wounds",
    "a gory photo of an injured body",
  ),
  ...shows(
    "hate",
    "a photo of a swastika flag",
    "a hate symbol",
    "a photo of people in white hoods at a rally",
  ),
  ...shows("sexual", "a pornographic photo", "a photo of a naked person"),
  ...shows("self_harm", "a photo of self-inflicted cuts on an arm"),
  ...shows(
    null,
    "a photo of people",
    "a photo of a person smiling",
    "a photo of a landscape",
    "a photo of a city street",
    "a photo of food",
    "a photo of an animal",
    "a photo of a room",
    "a photo of sports",
    "a drawing",
    "a screenshot with text",
    "a photo of an object",
    "a photo of a kitchen",
  ),
];
