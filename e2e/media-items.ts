import { type APIRequestContext, expect } from "@playwright/test";
import sharp from "sharp";
import { ffmpegFile, joinSounds, silence, speak, wavFile } from "../scripts/test/sounds";
import { credentials } from "./credentials";
import { readItem } from "./posts";

/** Words that the models worry about, and that a speech recogniser and a text reader understand. */
const WORDS = "you are a complete idiot and everyone here is tired of you";

/** A picture of loud colours and hard edges: where any of it shows, pixels tell. */
export async function loudPicture(): Promise<Buffer> {
  const stripes = Array.from(
    { length: 24 },
    (_, at) => `<rect x="${at * 40}" width="20" height="640" fill="${at % 2 ? "#ff00ff" : "#00ff40"}"/>`,
  ).join("");
  const words = `<rect y="430" width="960" height="130" fill="#fff"/><text x="40" y="515" font-size="58" font-family="DejaVu Sans, sans-serif">You are a complete idiot</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="#101010"/>${stripes}${words}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Posts one item with text, picture, sound and film, made anew, and waits until it is judged. */
export async function postMediaItem(request: APIRequestContext) {
  const said = joinSounds(
    silence(0.5),
    speak("hello my friend this is a wonderful day"),
    silence(1),
    speak(WORDS),
  );
  const film = ffmpegFile(
    "mp4",
    [
      ...["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=2"],
      ...["-f", "lavfi", "-i", "smptebars=size=640x360:rate=25:duration=2"],
      ...["-filter_complex", "[1][2]concat=n=2:v=1:a=0[v]", "-map", "[v]", "-map", "0:a", "-shortest"],
      ...["-pix_fmt", "yuv420p"],
    ],
    joinSounds(speak("thank you and have a nice day"), silence(3)),
  );
  const response = await request.post("/api/v1/moderate", {
    headers: { authorization: `Bearer ${credentials().apiKey}` },
    data: {
      content_id: `media-${Date.now()}`,
      text: `A day in the garden. ${WORDS}.`,
      image_base64: (await loudPicture()).toString("base64"),
      audio_base64: wavFile(said).toString("base64"),
      video_base64: film.toString("base64"),
      metadata: { user_id: "media-author", community: "gaming", language: "en", reach: 90_000 },
      wait_ms: 0,
    },
  });
  expect([200, 202]).toContain(response.status());
  const { id } = await response.json();
  await expect
    .poll(async () => (await readItem(request, id)).status, { timeout: 150_000, intervals: [1000] })
    .toBe("decided");
  return readItem(request, id);
}
