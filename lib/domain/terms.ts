/*
 * The words of the house without their schemas: what runs in the browser takes them from here, so that the desk does
 * not carry a validation library. Everything else imports `taxonomy`.
 */

/** Harm categories. Each model answers a calibrated probability in [0, 1] per category; multi-label. */
export const CATEGORIES = [
  "toxicity",
  "harassment",
  "hate",
  "violence",
  "sexual",
  "profanity",
  "self_harm",
  "spam",
  "misinformation",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Calibrated probabilities; a category that no model covers is absent, which is not a zero. */
export type Scores = Partial<Record<Category, number>>;

export const DECISIONS = ["APPROVE", "FLAG", "BLOCK"] as const;
export type DecisionKind = (typeof DECISIONS)[number];

export const INTERVENTIONS = ["warning_label", "limited_distribution"] as const;

export const PRIORITIES = ["high", "medium", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

export const MODALITIES = ["text", "image", "audio", "video"] as const;
export type Modality = (typeof MODALITIES)[number];

/** What a stage judges: one modality, or (fusion) what the others said of all of them. */
export const STAGE_MODALITIES = [...MODALITIES, "joint"] as const;
export type StageModality = (typeof STAGE_MODALITIES)[number];

export const ROLES = ["moderator", "lead", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Roles are ranked: an admin may do all that a lead may, a lead all that a moderator may. */
export function hasRole(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

/** What each category is called on screen and in letters to authors. */
export const CATEGORY_TITLES: Record<Category, string> = {
  toxicity: "Toxicity",
  harassment: "Harassment",
  hate: "Hate",
  violence: "Violence",
  sexual: "Sexual content",
  profanity: "Profanity",
  self_harm: "Self-harm",
  spam: "Spam and scams",
  misinformation: "Misinformation",
};
