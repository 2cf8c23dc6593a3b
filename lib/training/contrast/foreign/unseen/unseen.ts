import { CATEGORIES } from "#lib/domain/taxonomy";
import type { HeldOutText } from "../../../set-reader";
import type { TemplateLanguage, UnseenSentences } from "../frames";
import { UNSEEN_CHINESE } from "./chinese";
import { UNSEEN_PORTUGUESE } from "./portuguese";
import { UNSEEN_RUSSIAN } from "./russian";
import { UNSEEN_TURKISH } from "./turkish";

export const UNSEEN: Readonly<Record<TemplateLanguage, UnseenSentences>> = {
  pt: UNSEEN_PORTUGUESE,
  ru: UNSEEN_RUSSIAN,
  tr: UNSEEN_TURKISH,
  zh: UNSEEN_CHINESE,
};

/** The `source` of sentences that are harmless in the words of harm, and of those without such words. */
export const UNSEEN_NEIGHBOURS = "unseen neighbours";
const UNSEEN_EVERYDAY = "unseen everyday";

/** Less than a text of the sets: with .5 a tenth of the toxic Russian posts that people are asked about was approved. */
const WEIGHT = 0.2;

/** The unseen sentences as held-out texts: they are not toxic, and no set's label says more of them. */
export function unseenSentences(): HeldOutText[] {
  const rows = (language: string, source: string, texts: readonly string[]) =>
    texts.map((text): HeldOutText => {
      const known = Float32Array.from(CATEGORIES, (category) => (category === "toxicity" ? 0 : Number.NaN));
      const trust = Float32Array.from(known, (value) => (Number.isNaN(value) ? 0 : 1));
      return {
        ...{ text, language, source, split: "calibration", weight: WEIGHT, rationales: [] },
        ...{ known, targets: known.slice(), trust },
      };
    });
  return Object.entries(UNSEEN).flatMap(([language, { neighbours, everyday }]) => [
    ...rows(language, UNSEEN_NEIGHBOURS, neighbours),
    ...rows(language, UNSEEN_EVERYDAY, everyday),
  ]);
}

/** Whether a held-out text is one of these. */
export const isUnseen = ({ source }: { source: string }): boolean =>
  source === UNSEEN_NEIGHBOURS || source === UNSEEN_EVERYDAY;
