/** What an item's evidence comes in: a modality may have two, as a picture has its looks and the words on it. */
export const FUSION_PARTS = ["text", "image", "ocr", "audio", "frames"] as const;
export type FusionPart = (typeof FUSION_PARTS)[number];

/** What each part is called on screen. */
export const PART_TITLES: Record<FusionPart, string> = {
  text: "Text",
  image: "Picture",
  ocr: "Words on pictures",
  audio: "Speech",
  frames: "Film frames",
};

const PARTS_BY_CHANNEL: Record<string, FusionPart> = {
  text: "text",
  image: "image",
  "image.words": "ocr",
  "film-image.words": "ocr",
  speech: "audio",
  "film-speech": "audio",
  "film-image": "frames",
};

/** The part that a channel's scores are evidence of; undefined for a channel that fusion does not know. */
export function partOf(channel: string): FusionPart | undefined {
  const known = PARTS_BY_CHANNEL[channel];
  if (known) return known;
  // Added picture models have channels of their own beside the shipped one's.
  if (channel.startsWith("image.")) return "image";
  return channel.startsWith("film-image.") ? "frames" : undefined;
}

/** What one part adds to the score of a category; negative where it speaks against it. */
export interface Contribution {
  part: FusionPart;
  value: number;
}

/** A category's score taken apart: `empty`, what is said of nothing, and the contributions add up to it. */
export interface PartShares {
  empty: number;
  parts: Contribution[];
}
