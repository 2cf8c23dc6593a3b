import { z } from "zod";
import { MEDIA_KINDS, type MediaKind } from "./media";
import { MODALITIES } from "./taxonomy";

export const MAX_TEXT = 20_000;
export const MAX_WAIT_MS = 10_000;

const address = z.string().max(4000).optional().describe("An http or https address to fetch it from.");
const bytes = z.string().optional().describe("Its bytes in base64.");

const metadataSchema = z.strictObject({
  user_id: z.string().min(1).max(200).optional().describe("Your own id of the author."),
  community: z.string().min(1).max(200).optional(),
  region: z.string().min(2).max(20).optional(),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$/, "Give a language tag such as en or pt-BR.")
    .optional(),
  reach: z.int().min(0).max(2_000_000_000).optional().describe("How many people are expected to see it."),
  timestamp: z.iso.datetime({ offset: true }).optional().describe("When it was posted."),
  context: z.string().min(1).max(200).optional().describe("Where it stands: post, comment, profile, ..."),
});

/** Where to tell the platform of an outcome. */
export const callbackUrlSchema = z.url({ protocol: /^https?$/ }).max(2000);

/** Body of `POST /api/v1/moderate`. */
export const moderateBodySchema = z.strictObject({
  content_id: z.string().min(1).max(200).describe("Your own id of the post; the same id is the same item."),
  text: z.string().optional().describe("At most 20,000 characters."),
  image_url: address,
  image_base64: bytes,
  audio_url: address,
  audio_base64: bytes,
  video_url: address,
  video_base64: bytes,
  metadata: metadataSchema.default({}),
  wait_ms: z
    .int()
    .min(0)
    .max(MAX_WAIT_MS)
    .default(2000)
    .describe("How long to wait for the verdict before answering 202."),
  callback_url: callbackUrlSchema.optional(),
});
export type ModerateBody = z.infer<typeof moderateBodySchema>;

/** Where a medium of the body comes from. */
export interface MediaSource {
  kind: MediaKind;
  /** The field of the body that names it. */
  field: keyof ModerateBody;
  /** Its address, or its bytes in base64. */
  from: { url: string } | { base64: string };
}

/** The media that a body carries, in the order of the kinds. A kind may be there twice: by address and by value. */
export function mediaSources(body: ModerateBody): MediaSource[] {
  return MEDIA_KINDS.flatMap((kind) => {
    const url = body[`${kind}_url`];
    const base64 = body[`${kind}_base64`];
    return [
      ...(url === undefined ? [] : [{ kind, field: `${kind}_url` as const, from: { url } }]),
      ...(base64 === undefined ? [] : [{ kind, field: `${kind}_base64` as const, from: { base64 } }]),
    ];
  });
}

/** Two-letter code of a language tag, in lower case: `pt-BR` is `pt`. */
export function baseLanguage(tag: string | undefined): string | null {
  return tag ? (tag.toLowerCase().split(/[-_]/)[0] as string) : null;
}

export const modalityListSchema = z.array(z.enum(MODALITIES));
