import { readdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import { FLOOR_SECONDS, type FrameCandidate, planFrames, SCENE_CHANGE } from "#lib/domain/video/frame-plan";
import { ffmpeg } from "./ffmpeg";

/** Longest side of a frame that is looked at, pixels: words on it are still readable. */
const FRAME_SIDE = 1280;
/** Frames that may be written to disk, and of these the most that are looked at. */
const MOST_CANDIDATES = 900;
const MOST_FRAMES = 320;

export interface KeyFrame {
  /** Second at which it is shown. */
  at: number;
  /** A JPEG file. */
  file: string;
}

export interface KeyFrames {
  frames: KeyFrame[];
  /** False when the film changes more often than its frames can be looked at. */
  complete: boolean;
}

/**
 * Writes a film's key frames to `folder`: the first, one at each change of scene, and one at least every second.
 * `onTime` hears how far it is, in seconds of the film. Rejects as `runProgram` does.
 */
export async function extractKeyFrames(
  input: string,
  folder: string,
  { seconds, onTime, signal }: { seconds: number; onTime?: (at: number) => void; signal?: AbortSignal },
): Promise<KeyFrames> {
  const candidates: FrameCandidate[] = [];
  // The steps differ a little, so that nothing that alternates with an even beat falls between them each time.
  const step = `${FLOOR_SECONDS}-0.05*mod(selected_n,3)`;
  const chosen = `eq(n,0)+gt(scene,${SCENE_CHANGE})+gte(t-prev_selected_t,${step})`;
  const size = `'min(${FRAME_SIDE},iw)':'min(${FRAME_SIDE},ih)'`;
  const filters = [
    `scale=${size}:force_original_aspect_ratio=decrease:force_divisible_by=2`,
    // In colour: on YUV the scene score sees brightness alone, and red to green would be no change.
    "format=rgb24",
    `select='${chosen}'`,
    "metadata=print:file=-",
    "setsar=1",
  ];
  await ffmpeg({
    input,
    after: [
      ...["-map", "0:v:0", "-an", "-sn", "-dn", "-map_metadata", "-1", "-vf", filters.join(",")],
      ...["-vsync", "vfr", "-frames:v", String(MOST_CANDIDATES), "-q:v", "3", "-f", "image2"],
      path.join(folder, "frame-%05d.jpg"),
    ],
    limits: { timeoutMs: 60_000 + seconds * 2000, fileBytes: 8 * 2 ** 20 },
    signal,
    onLine: (line) => {
      const [, time] = /\bpts_time:(-?[\d.]+)/.exec(line) ?? [];
      if (time !== undefined) {
        const at = Math.max(0, Number(time));
        candidates.push({ at, change: 0 });
        onTime?.(at);
      }
      const [, change] = /^lavfi\.scene_score=([\d.]+)/.exec(line) ?? [];
      const last = candidates.at(-1);
      if (change !== undefined && last) last.change = Number(change);
    },
  });
  const files = (await readdir(folder)).filter((name) => /^frame-\d+\.jpg$/.test(name)).sort();
  if (files.length === 0) throw new Failure("malformed", "The film holds no picture that can be decoded.");
  const shown = candidates.slice(0, files.length);
  const { indices, complete } = planFrames(shown, MOST_FRAMES);
  return {
    frames: indices.map((index) => ({
      at: Math.round((shown[index] as FrameCandidate).at * 1000) / 1000,
      file: path.join(folder, files[index] as string),
    })),
    complete: complete && files.length < MOST_CANDIDATES,
  };
}
