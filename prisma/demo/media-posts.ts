import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { moderateBodySchema } from "../../lib/domain/content";
import { type ModerationPorts, moderateItem } from "../../lib/services/moderate-item";
import { openMediaPreparer } from "../../lib/services/prepare-media";
import { submitItem } from "../../lib/services/submit-item";

/*
 * A few posts with media, so that every pane of the desk has something on it: abstract pictures, a synthetic voice, a film
 * of colours. `media/voice.mp3` and `media/film.webm` were made with flite and ffmpeg's own sources.
 */

/** Large soft shapes in a seed's colours, with words on them or without. */
async function abstractPicture(seed: number, words = ""): Promise<string> {
  const hue = (step: number) => `hsl(${(seed * 67 + step * 83) % 360} 60% ${45 + step * 8}%)`;
  const shapes = [0, 1, 2, 3]
    .map(
      (step) =>
        `<circle cx="${160 + step * 190}" cy="${120 + ((seed * 97 + step * 151) % 400)}" r="${90 + step * 24}" fill="${hue(step)}" opacity=".8"/>`,
    )
    .join("");
  const caption = words
    ? `<rect y="500" width="960" height="90" fill="#fff"/><text x="40" y="562" font-size="48" font-family="sans-serif">${words}</text>`
    : "";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="${hue(4)}"/>${shapes}${caption}</svg>`;
  return (await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer()).toString("base64");
}

const file = async (name: string) =>
  (await readFile(path.join(import.meta.dirname, "media", name))).toString("base64");

const RUDE = "You are a complete idiot and everyone here is tired of you.";

/** Submits and judges the demo's posts with media, as a worker would; returns how many there are. */
export async function writeMediaPosts(orgId: string, ports: ModerationPorts): Promise<number> {
  const media = openMediaPreparer({ processes: 1 });
  const [voice, film] = await Promise.all([file("voice.mp3"), file("film.webm")]);
  const posts = [
    { text: `My new painting. ${RUDE}`, image_base64: await abstractPicture(1) },
    { audio_base64: voice },
    { text: "What do you all think of my first film?", video_base64: film },
    {
      text: `Picture, sound and film of the evening. ${RUDE}`,
      image_base64: await abstractPicture(2, "An evening with all of you"),
      audio_base64: voice,
      video_base64: film,
    },
  ];
  for (const [index, post] of posts.entries()) {
    const body = moderateBodySchema.parse({
      ...post,
      content_id: `demo-media-${index + 1}`,
      metadata: {
        user_id: `user-${index + 1}`,
        community: "painting",
        region: "GB",
        language: "en",
        reach: 4000 * (index + 1),
        context: "post",
      },
    });
    const { item } = await submitItem({ orgId, apiKeyId: null, body });
    await moderateItem(item.id, { ...ports, media });
  }
  media.close();
  return posts.length;
}
