/** Languages that have templates of their own (ISO 639-1). */
export const TEMPLATE_LANGUAGES = ["pt", "ru", "tr", "zh"] as const;
export type TemplateLanguage = (typeof TEMPLATE_LANGUAGES)[number];

/**
 * Sentence patterns of a language whose sets say nothing of violence and self-harm: both, and the same words in harmless use, so
 * that the use and not the word decides. `{a|b}` picks one, and may hold other choices. Adults alone; groups of people only in the banks about them.
 */
export interface ForeignFrames {
  language: TemplateLanguage;
  /** Threats of violence, wishes for it, calls for it and gloating about it. */
  violence: readonly string[];
  /** Wishes to die or to hurt oneself, and farewells. */
  selfHarm: readonly string[];
  /** Telling somebody to hurt or kill themself. */
  urging: readonly string[];
  /** Harmless sentences in the words of the others: idioms, sport, news, worry about a friend. */
  neighbours: readonly string[];
  /** Harmless sentences without such words. */
  everyday: readonly string[];
  /** Insults to somebody, mild and everyday ones, without threats; for a language whose sets do not teach them well enough. */
  insults?: readonly string[];
  /** Harmless sentences in the words of insults: of oneself in jest, of things and animals, in affection, quoted. */
  insultNeighbours?: readonly string[];
  /** Contempt for groups of people, without violence. */
  groupHate: readonly string[];
  /** What is kind, plain or true of the same groups in the same shapes, and what their members say of themselves. */
  groupNeighbours: readonly string[];
}

/** Harmless sentences of a language that no model learns from and no template was written after. */
export interface UnseenSentences {
  /** In the words of threats and self-harm. */
  neighbours: readonly string[];
  /** Without such words. */
  everyday: readonly string[];
}
