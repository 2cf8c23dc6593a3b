import { rm } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { Failure } from "#lib/domain/failure";
import { MEDIA_LIMITS } from "#lib/domain/media";
import { spreadEvenly } from "#lib/domain/video/frame-plan";
import { decodeAudio } from "./decode-audio";
import type { DecodedFrame } from "./decoder/messages";
import { ffmpeg } from "./ffmpeg";
import { hashToHex } from "./hash256";
import { extractKeyFrames, type KeyFrame } from "./key-frames";
import type { MadeMedia, MadeRendition } from "./made-media";
import { factsOfSound } from "./make-audio";
import { probeMedia } from "./probe-media";

/** People's copy: longest side in pixels. */
const VIEW_SIDE = 854;
const POSTER_SIDE = 960;
/** The strip: frames side by side, each in a tile of this size. */
export const STRIP_TILES = 40;
export const STRIP_TILE = { width: 160, height: 90 } as const;

/** Decodes one frame, a JPEG of the house's own making, to what the picture stages want. */
export interface FrameDecoder {
  decodeFrame(file: string): Promise<DecodedFrame>;
}

export interface MakeVideoOptions {
  decoders: FrameDecoder;
  /** Hears how much is done, 0 to 1. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

/**
 * Takes a film apart: key frames, samples of its sound, a poster and a strip of frames. Files are made in `folder`. Rejects as `runProgram` does; Failure `too_large` for a film that is longer or
 * larger than the limits, by what it decodes to.
 */
export async function makeVideo(
  input: string,
  folder: string,
  { decoders, onProgress, signal }: MakeVideoOptions,
): Promise<MadeMedia<"video">> {
  const { video, audio, seconds: claimed } = await probeMedia(input, signal);
  if (!video) throw new Failure("malformed", "The file holds no film.");
  if (video.width * video.height > MEDIA_LIMITS.video.pixels)
    throw new Failure("too_large", "The film's picture has more than 40 megapixels.");
  const length = claimed ?? MEDIA_LIMITS.video.seconds;
  if (length > MEDIA_LIMITS.video.seconds + 0.5) throw tooLong();
  const share = (from: number, to: number) => (done: number) =>
    onProgress?.(from + (to - from) * Math.min(1, done));

  const reading = share(0, 0.6);
  const [{ frames, complete }, sound] = await both(
    extractKeyFrames(input, folder, { seconds: length, onTime: (at) => reading(at / length), signal }),
    audio ? decodeAudio(input, signal) : Promise.resolve(null),
  );
  const samples = sound?.length ? sound : null;
  const last = frames.at(-1)?.at ?? 0;
  if (last > MEDIA_LIMITS.video.seconds + 1) throw tooLong();

  const looking = share(0.6, 0.95);
  let looked = 0;
  const decode = async ({ at, file }: KeyFrame) => {
    signal?.throwIfAborted();
    const picture = await decoders.decodeFrame(file);
    looked += 1;
    looking(looked / frames.length);
    return { ...picture, at };
  };
  const [decoded, renditions] = await both(
    Promise.all(frames.map(decode)),
    makePoster(frames, folder).then(async (poster) => [poster, await makeStrip(frames, folder)]),
  );
  onProgress?.(1);
  for (const { file } of frames) await rm(file, { force: true });
  const [first] = decoded;
  const seconds = Math.max(claimed ?? 0, last);
  return {
    media: { kind: "video", seconds, frames: decoded, samples, complete },
    facts: {
      ...(samples ? factsOfSound(samples) : {}),
      width: first?.width,
      height: first?.height,
      seconds: Math.round(seconds * 1000) / 1000,
      frameTimes: spreadEvenly(frames.length, STRIP_TILES).map((index) => frames[index]?.at ?? 0),
      ...(first
        ? { pdq: hashToHex(first.hashes.pdq[0] as Uint8Array), pdqQuality: first.hashes.quality }
        : {}),
    },
    renditions,
  };
}

/** The results of two, when both have ended: neither works on files that are being cleared away. The first failure counts. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

const tooLong = () => new Failure("too_large", "The film is longer than five minutes.");

/** The first frame that is not one flat colour, or the first. */
async function makePoster(frames: KeyFrame[], folder: string): Promise<MadeRendition> {
  let chosen = frames[0] as KeyFrame;
  for (const frame of frames.slice(0, 12)) {
    const { channels } = await sharp(frame.file).stats();
    if (!channels.some(({ stdev }) => stdev > 12)) continue;
    chosen = frame;
    break;
  }
  const file = path.join(folder, "poster.webp");
  await sharp(chosen.file)
    .resize({ width: POSTER_SIDE, height: POSTER_SIDE, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 78 })
    .toFile(file);
  return { name: "poster", type: "image/webp", file };
}

/** Frames spread over the film, side by side, each fitted into its tile on black. */
async function makeStrip(frames: KeyFrame[], folder: string): Promise<MadeRendition> {
  const { width, height } = STRIP_TILE;
  const tiles = await Promise.all(
    spreadEvenly(frames.length, STRIP_TILES).map((index) =>
      sharp(frames[index]?.file)
        .resize({ width, height, fit: "contain", background: "black" })
        .png()
        .toBuffer(),
    ),
  );
  const file = path.join(folder, "frames.webp");
  await sharp({ create: { width: width * tiles.length, height, channels: 3, background: "black" } })
    .composite(tiles.map((input, index) => ({ input, left: index * width, top: 0 })))
    .webp({ quality: 70 })
    .toFile(file);
  return { name: "frames", type: "image/webp", file };
}

/**
 * People's copy of a film of this length, made in `folder`: WebM without metadata. VP9 and Opus are made fast enough on two
 * cores and played by every browser, those without licensed codecs too. Rejects as `runProgram` does.
 */
export async function copyVideo(
  input: string,
  folder: string,
  seconds: number,
  signal?: AbortSignal,
): Promise<MadeRendition> {
  const file = path.join(folder, "view.webm");
  const size = `'min(${VIEW_SIDE},iw)':'min(${VIEW_SIDE},ih)'`;
  await ffmpeg({
    input,
    after: [
      ...["-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"],
      ...[
        "-vf",
        `scale=${size}:force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,fps=fps='min(30,source_fps)'`,
      ],
      ...["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "900k"],
      ...[
        "-pix_fmt",
        "yuv420p",
        "-g",
        "60",
        "-c:a",
        "libopus",
        "-b:a",
        "64k",
        "-ac",
        "2",
        "-fflags",
        "+bitexact",
      ],
      ...["-t", String(MEDIA_LIMITS.video.seconds + 1), "-f", "webm", file],
    ],
    limits: { timeoutMs: 60_000 + seconds * 4000, fileBytes: 200 * 2 ** 20 },
    signal,
  });
  return { name: "view", type: "video/webm", file };
}
