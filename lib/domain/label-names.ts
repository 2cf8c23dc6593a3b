import type { Category } from "./taxonomy";

/**
 * The usual names of labels, folded to letters and digits: those of Jigsaw's and Detoxify's sets, of OpenAI's moderation with
 * its letter codes, of picture and spam models. A narrower label has the category that it is a part of.
 */
const ALIASES: ReadonlyMap<string, Category> = new Map(
  Object.entries({
    toxic: "toxicity",
    toxicity: "toxicity",
    severetoxic: "toxicity",
    severetoxicity: "toxicity",
    offensive: "toxicity",
    abusive: "toxicity",
    insult: "harassment",
    harassment: "harassment",
    harassmentthreatening: "harassment",
    hr: "harassment",
    bullying: "harassment",
    h: "hate",
    h2: "hate",
    hate: "hate",
    hateful: "hate",
    hatespeech: "hate",
    hatethreatening: "hate",
    identityhate: "hate",
    identityattack: "hate",
    threat: "violence",
    v: "violence",
    v2: "violence",
    violence: "violence",
    violencegraphic: "violence",
    violent: "violence",
    s: "sexual",
    s3: "sexual",
    sexual: "sexual",
    nsfw: "sexual",
    porn: "sexual",
    hentai: "sexual",
    gore: "violence",
    sexuallyexplicit: "sexual",
    sexualexplicit: "sexual",
    sexualminors: "sexual",
    obscene: "profanity",
    profanity: "profanity",
    sh: "self_harm",
    selfharm: "self_harm",
    selfharmintent: "self_harm",
    selfharminstructions: "self_harm",
    suicide: "self_harm",
    spam: "spam",
    scam: "spam",
    phishing: "spam",
    misinformation: "misinformation",
    fake: "misinformation",
  } satisfies Record<string, Category>),
);

/** A label's name in lower case, letters and digits alone. */
export const foldedName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/gu, "");

/** The category that a label's name stands for, if it is one of the usual names. */
export function categoryOf(name: string): Category | undefined {
  return ALIASES.get(foldedName(name));
}
