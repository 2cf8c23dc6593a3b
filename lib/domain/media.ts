import { z } from "zod";
import { categorySchema } from "./taxonomy";

/** Kinds of media an item can carry beside its text; one of each at most. */
export const MEDIA_KINDS = ["image", "audio", "video"] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];
export const mediaKindSchema = z.enum(MEDIA_KINDS);

const MB = 1024 * 1024;

/** What is taken at most. A larger file is refused while it arrives, never after. */
export const MEDIA_LIMITS = {
  image: { bytes: 10 * MB, pixels: 40_000_000 },
  audio: { bytes: 25 * MB, seconds: 10 * 60 },
  video: { bytes: 100 * MB, seconds: 5 * 60, pixels: 40_000_000 },
} as const;

/** The formats taken, by the name that the bytes themselves give. Whatever is not here is refused. */
export const MEDIA_TYPES = {
  image: ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"],
  audio: ["audio/wav", "audio/mpeg", "audio/ogg", "audio/flac", "audio/mp4", "audio/aac", "audio/webm"],
  video: ["video/mp4", "video/webm", "video/quicktime", "video/x-matroska"],
} as const satisfies Record<MediaKind, readonly string[]>;

/** A rectangle on a picture as it is shown (turned upright), in fractions of its width and height from the top left. */
export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof boxSchema>;

/** A stretch of sound or video, in seconds from its beginning. */
export const momentsSchema = z.object({ from: z.number().min(0), to: z.number().min(0) });
export type Moments = z.infer<typeof momentsSchema>;

/**
 * Words that were read off a picture or heard, as one text, each word with its place in the text (UTF-16 code units, end
 * exclusive) and in the medium: a box, a stretch of seconds, or both (words in a video frame).
 */
export const transcriptSchema = z.object({
  text: z.string(),
  words: z.array(
    z.object({
      start: z.int().min(0),
      end: z.int().min(0),
      /** The reader's or recogniser's own, 0 to 1. */
      confidence: z.number().min(0).max(1),
      box: boxSchema.optional(),
      seconds: momentsSchema.optional(),
    }),
  ),
});
export type Transcript = z.infer<typeof transcriptSchema>;

/** Reads the words on a picture (JPEG bytes of the house's own making), with their boxes. */
export interface WordReader {
  read(picture: Uint8Array): Promise<Transcript>;
}

/** A part of a medium that speaks for a category; `weight` as a text span's. */
export const regionSchema = z.object({
  weight: z.number(),
  box: boxSchema.optional(),
  seconds: momentsSchema.optional(),
});
export type Region = z.infer<typeof regionSchema>;

/** A map over a picture, row by row from the top left: what each cell adds to the logit, averaged over all cells. */
export const heatmapSchema = z.object({
  columns: z.int().min(1),
  rows: z.int().min(1),
  values: z.array(z.number()),
  /** Added to the mean of the values gives the logit. */
  bias: z.number(),
});
export type Heatmap = z.infer<typeof heatmapSchema>;

/** One entry of a video's (or a sound's) risk timeline. */
export const riskSchema = momentsSchema.extend({
  channel: z.enum(["picture", "words", "speech", "sound"]),
  category: categorySchema,
  score: z.number().min(0).max(1),
});
export type Risk = z.infer<typeof riskSchema>;

/**
 * What later stages want a medium to look like, made once from the sealed original by a decoder process. Everything that
 * decodes happens before the cascade; a file that cannot be decoded has a `problem` instead.
 */
export type PreparedMedia = PreparedImage | PreparedAudio | PreparedVideo | UnusableMedia;

interface Prepared {
  /** Id of its Media row. */
  id: string;
  /** 64 hex digits. */
  sha256: string;
}

/** Of a picture, for matching: its PDQ hashes in all eight positions, 32 bytes each, and their quality (0 to 100). */
export interface PictureHashes {
  pdq: Uint8Array[];
  quality: number;
}

/** A decoded picture. */
export interface Picture {
  /** As shown, before scaling. */
  width: number;
  height: number;
  /** 224 x 224 RGB, 8 bits, scaled without keeping the ratio: what the image models read. */
  model: Uint8Array;
  hashes: PictureHashes;
}

export interface PreparedImage extends Prepared, Picture {
  kind: "image";
  /** Further frames of a moving picture; empty for one that stands still. */
  others: Picture[];
  /**
   * For reading words: JPEG bytes that the house made itself, grey, at most 1600 pixels a side. Null where nothing on it could
   * be letters.
   */
  readable: Uint8Array | null;
}

export interface PreparedAudio extends Prepared {
  kind: "audio";
  seconds: number;
  /** Mono, 16 kHz, 16 bits. */
  samples: Int16Array;
}

export interface PreparedVideo extends Prepared {
  kind: "video";
  seconds: number;
  /** Key frames in the order of time; `at` in seconds. */
  frames: (Picture & { at: number; readable: Uint8Array | null })[];
  /** False when the film changes more often than its frames can be looked at. */
  complete: boolean;
  /** Null when it has no sound. */
  samples: Int16Array | null;
}

/** A medium that no model can be asked about, and why: its item goes to a person with these words. */
export interface UnusableMedia {
  kind: MediaKind;
  id: string;
  problem: string;
}

/** Whether a medium could be decoded. */
export function isUsable(media: PreparedMedia): media is Exclude<PreparedMedia, UnusableMedia> {
  return !("problem" in media);
}

/** Facts about a medium that its row keeps for the desk; each kind fills what it has. */
export const mediaFactsSchema = z.object({
  width: z.int().optional(),
  height: z.int().optional(),
  seconds: z.number().optional(),
  /** PDQ hash (64 hex digits) and quality of the picture, or of the first frame. */
  pdq: z.string().optional(),
  pdqQuality: z.number().optional(),
  /** Loudness over time for the desk, 0 to 1, evenly spaced. */
  peaks: z.array(z.number()).optional(),
  /** Integrated loudness in LUFS, and the share of time that is silent. */
  loudness: z.number().optional(),
  silence: z.number().optional(),
  /** How much of a film has been taken apart, 0 to 1; gone when it is done. */
  progress: z.number().min(0).max(1).optional(),
  /** Seconds of the frames in the `frames` strip. */
  frameTimes: z.array(z.number()).optional(),
});
export type MediaFacts = z.infer<typeof mediaFactsSchema>;

/** Re-encoded copies without metadata, for people: the whole, a poster of a video, a strip of its frames. */
export const RENDITIONS = ["view", "poster", "frames"] as const;
export type RenditionName = (typeof RENDITIONS)[number];
export const renditionNameSchema = z.enum(RENDITIONS);

/** Why a medium stays hidden until it is asked for, whatever a person wishes; `domain/first-sight` decides. */
export const KEPT_HIDDEN = ["known", "grave", "unjudged", "blind"] as const;
export type KeptHidden = (typeof KEPT_HIDDEN)[number];

/** A medium as the desk shows it; `renditions` are addresses that work for a quarter of an hour. */
export const deskMediaSchema = z.object({
  id: z.string(),
  kind: mediaKindSchema,
  /** By its bytes, e.g. `image/png`; null while it has not been fetched. */
  type: z.string().nullable(),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
  facts: mediaFactsSchema,
  renditions: z.partialRecord(renditionNameSchema, z.string()),
  /** Why it could not be judged, for people. */
  problem: z.string().nullable(),
  keptHidden: z.enum(KEPT_HIDDEN).nullable(),
});
export type DeskMedia = z.infer<typeof deskMediaSchema>;
