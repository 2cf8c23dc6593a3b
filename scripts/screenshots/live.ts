import type { Page } from "@playwright/test";
import sharp from "sharp";
import { joinSounds, silence, speak, wavFile } from "../test/sounds";

/** What the pictures need beside the demo content. */
export interface Live {
  /** Paths of a take-down that can be appealed, one that was, and an invitation that can be taken up. */
  appeal: string;
  appealed: string;
  invite: string;
  /** Ids of items: one that was taken down and one with text, picture and sound. */
  takenDown: string;
  withMedia: string;
}

const WORDS = "you are a complete idiot and everyone here is tired of you";
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640"><rect width="960" height="640" fill="#7fa6c9"/>
  <circle cx="720" cy="170" r="90" fill="#f4d35e"/><path d="M0 640 260 280 470 520 640 330 960 640z" fill="#3d5a45"/>
  <rect y="500" width="960" height="90" fill="#fff"/><text x="40" y="560" font-size="44" font-family="DejaVu Sans">You are a complete idiot</text></svg>`;

/** Sends a request as the person who is signed in on this page. */
export async function sendAs(page: Page, method: "POST" | "DELETE", url: string, data?: object) {
  const response = await page.request.fetch(url, {
    method,
    headers: { origin: new URL(url).origin },
    ...(data ? { data } : {}),
  });
  if (!response.ok()) throw new Error(`${method} ${url}: ${response.status()}`);
  return response.status() === 204 ? null : response.json();
}

/** Makes them on a running Sightline: by its public API, and an invitation by an admin, which `close` takes back. */
export async function makeLive(
  base: string,
  apiKey: string,
  admin: Page,
): Promise<{ live: Live; close: () => Promise<void> }> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const post = async (path: string, data: object, more = {}) => {
    const response = await admin.request.post(base + path, { data, headers: { ...headers, ...more } });
    if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
    return response.json();
  };
  const serial = Date.now();
  const takeDown = async (name: string) => {
    const { id } = await post("/api/v1/moderate", {
      content_id: `picture-${serial}-${name}`,
      text: "What a silly thing to say, you are wasting our time.",
      metadata: { user_id: "jo-brooks", community: "gaming", language: "en", reach: 5200 },
      wait_ms: 10_000,
    });
    const ruling = { decision: "BLOCK", categories: ["harassment"], note: "Aimed at a person." };
    const item = await post(`/api/v1/items/${id}/override`, ruling, { "idempotency-key": id });
    return { id: id as string, appeal: new URL(item.appeal_url).pathname };
  };
  const [open, filed] = [await takeDown("open"), await takeDown("filed")];
  const token = filed.appeal.split("/").at(-1);
  await post(`/api/appeals/${token}`, { statement: "It was a line from a play.\nPlease look again." });
  const media = await post("/api/v1/moderate", {
    content_id: `picture-${serial}-media`,
    text: `A day in the hills. ${WORDS}.`,
    image_base64: (await sharp(Buffer.from(PICTURE)).png().toBuffer()).toString("base64"),
    audio_base64: wavFile(joinSounds(speak("hello my friend"), silence(1), speak(WORDS))).toString("base64"),
    metadata: { user_id: "jo-brooks", community: "gaming", language: "en", reach: 90_000 },
    wait_ms: 10_000,
  });
  for (let i = 0; i < 60; i++) {
    const { status } = await (
      await admin.request.get(`${base}/api/v1/items/${media.id}`, { headers })
    ).json();
    if (status === "decided") break;
    await admin.waitForTimeout(1000);
  }
  const invite = await sendAs(admin, "POST", `${base}/api/desk/invites`, {
    email: `picture-${serial}@sightline.test`,
    role: "moderator",
  });
  return {
    live: {
      appeal: open.appeal,
      appealed: filed.appeal,
      invite: invite.path,
      takenDown: open.id,
      withMedia: media.id,
    },
    close: async () => {
      await sendAs(admin, "DELETE", `${base}/api/desk/invites/${invite.id}`);
    },
  };
}
