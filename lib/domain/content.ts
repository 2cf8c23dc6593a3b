import { z } from "zod";
import { MODALITIES } from "./taxonomy";

export const MAX_TEXT = 20_000;
export const MAX_WAIT_MS = 10_000;

const media = z.string().optional();

const metadataSchema = z.strictObject({
  user_id: z.string().min(1).max(200).optional(),
  community: z.string().min(1).max(200).optional(),
  region: z.string().min(2).max(20).optional(),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$/, "Give a language tag such as en or pt-BR.")
    .optional(),
  reach: z.int().min(0).max(2_000_000_000).optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  context: z.string().min(1).max(200).optional(),
});

/** Body of `POST /api/v1/moderate`. */
export const moderateBodySchema = z.strictObject({
  content_id: z.string().min(1).max(200),
  text: z.string().optional(),
  image_url: media,
  image_base64: media,
  audio_url: media,
  audio_base64: media,
  video_url: media,
  video_base64: media,
  metadata: metadataSchema.default({}),
  wait_ms: z.int().min(0).max(MAX_WAIT_MS).default(2000),
  callback_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});
export type ModerateBody = z.infer<typeof moderateBodySchema>;

/** Fields of the body that carry a modality which this version cannot judge yet. */
export function unsupportedFields(body: ModerateBody): (keyof ModerateBody)[] {
  return (["image", "audio", "video"] as const)
    .flatMap((modality) => [`${modality}_url`, `${modality}_base64`] as const)
    .filter((field) => body[field] !== undefined);
}

/** Two-letter code of a language tag, in lower case: `pt-BR` is `pt`. */
export function baseLanguage(tag: string | undefined): string | null {
  return tag ? (tag.toLowerCase().split(/[-_]/)[0] as string) : null;
}

export const modalityListSchema = z.array(z.enum(MODALITIES));
