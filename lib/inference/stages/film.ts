import type { ModalitySpec, StageRun } from "#lib/domain/cascade";
import { filmFeatures, floatsOf } from "#lib/domain/fusion/evidence";
import type { PreparedImage, PreparedVideo, Risk } from "#lib/domain/media";
import { type JudgedFrame, joinFrames } from "#lib/domain/video/join-frames";
import type { MediaStage, MediaTools } from "./media-stage";
import { failed, finished, notRun } from "./stage-result";

/** Frames under way at a time: enough to fill the models' batches. */
const LANES = 4;
/** A stage that fails on more than this share of the frames has not judged the film. */
const TOLERATED = 0.1;
/** Bits by which two frames' hashes differ when they show something else (PDQ's own threshold for a match). */
const OTHER_PICTURE = 31;

export interface FilmOptions {
  /** What the timeline calls it. */
  channel: Extract<Risk["channel"], "picture" | "words">;
  /** Frames this stage may look at, by the length of the film in seconds; default all of them. */
  budget?: (seconds: number) => number;
}

/**
 * A picture stage that judges a film: it looks at each key frame as at a picture of its own, and what lasts counts
 * (`joinFrames`). With a budget it looks at frames that differ from those it has seen, the first of each scene before
 * the rest.
 */
export function filmStage(picture: MediaStage, { channel, budget }: FilmOptions): MediaStage {
  const spec: ModalitySpec = {
    ...picture.spec,
    name: `film-${picture.spec.name}`,
    channel: `film-${picture.spec.channel ?? picture.spec.modality}`,
    modality: "video",
    timeoutMs: 30 * 60_000,
  };
  delete spec.exit;
  return {
    spec,
    async run(media, tools): Promise<StageRun> {
      const started = performance.now();
      if (media.kind !== "video") return notRun(spec, started, "skipped", "The item has no film.");
      const all = media.frames.map((frame, index) => ({
        frame,
        seconds: {
          from: frame.at,
          to: media.frames[index + 1]?.at ?? Math.max(media.seconds, frame.at + 0.04),
        },
      }));
      const looked = budget ? distinctFrames(worthReading(all), budget(media.seconds)) : all;
      const judged = await inLanes(looked, ({ frame, seconds }) =>
        judgeFrame(picture, media, frame, seconds, tools),
      );
      const ran = judged.filter(({ result }) => result.outcome === "continue" || result.outcome === "exit");
      if (ran.length < judged.length * (1 - TOLERATED) || ran.length === 0) {
        const reason = judged.find(
          ({ result }) => result.reason && !ran.some((each) => each.result === result),
        );
        return notRun(spec, started, "failed", reason?.result.reason ?? "The frames could not be judged.");
      }
      const uncovered = ran.find(({ result }) => !result.covered);
      const run = finished(spec, started, {
        ...joinFrames(ran, { modality: "video", channel }),
        covered: media.complete && !uncovered,
        reason: media.complete
          ? uncovered?.result.reason
          : "The film changes more often than its frames can be looked at.",
      });
      const data = meanFeatures(ran.flatMap(({ features }) => features?.data ?? []));
      return data ? { ...run, features: { model: filmFeatures(spec.model), data } } : run;
    },
  };
}

type Placed = { frame: PreparedVideo["frames"][number]; seconds: JudgedFrame["seconds"] };

async function judgeFrame(
  { spec, run }: MediaStage,
  { id, sha256 }: PreparedVideo,
  frame: PreparedVideo["frames"][number],
  seconds: JudgedFrame["seconds"],
  tools: MediaTools,
): Promise<JudgedFrame & Pick<StageRun, "features">> {
  const started = performance.now();
  const image: PreparedImage = { ...frame, kind: "image", id, sha256, others: [] };
  const { result, features } = await run(image, tools).catch((error) => failed(spec, started, error));
  return { seconds, result, features };
}

/** The mean of the frames' embeddings, as float32; undefined where the picture stage keeps none. */
function meanFeatures(all: readonly Uint8Array[]): Uint8Array | undefined {
  const [first, ...others] = all.map(floatsOf);
  if (!first) return undefined;
  for (const other of others)
    for (let at = 0; at < first.length; at += 1) first[at] = (first[at] as number) + (other[at] ?? 0);
  return new Uint8Array(first.map((sum) => sum / all.length).buffer);
}

/** Frames that could have words on them; of a film without any the first, so that the stage has looked. */
function worthReading(frames: Placed[]): Placed[] {
  const some = frames.filter(({ frame }) => frame.readable !== null);
  return some.length > 0 ? some : frames.slice(0, 1);
}

/** The first of the frames that show something else than those taken so far, at most `most`. */
function distinctFrames(frames: Placed[], most: number): Placed[] {
  const taken: Placed[] = [];
  for (const placed of frames) {
    if (taken.length >= most) break;
    const hash = placed.frame.hashes.pdq[0];
    const known = taken.slice(-8).some(({ frame }) => {
      const other = frame.hashes.pdq[0];
      return hash && other && bitsApart(hash, other) <= OTHER_PICTURE && frame.hashes.quality >= 50;
    });
    if (!known) taken.push(placed);
  }
  return taken;
}

function bitsApart(a: Uint8Array, b: Uint8Array): number {
  let bits = 0;
  for (let at = 0; at < a.length; at += 1) {
    let rest = (a[at] as number) ^ (b[at] ?? 0);
    for (; rest > 0; rest &= rest - 1) bits += 1;
  }
  return bits;
}

async function inLanes<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as A);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  return results;
}
