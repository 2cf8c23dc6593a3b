import { explainCodec, explainerOf } from "./explain-codec";
import { fusionCodec } from "./fusion-codec";
import { imageClassifierCodec, imageCodec } from "./image-codec";
import { imageHeadCodec } from "./image-head-codec";
import type { ModelManifest } from "./manifest";
import { speechCodec } from "./speech-codec";
import { classifierCodec, textCodec } from "./text-codec";
import type { Codec } from "./thread-messages";

type RunnerName = ModelManifest["runner"];
type AnyCodec = Codec<never, unknown>;

/** Queues with threads of their own, so that what is quick never waits behind what is slow. */
export const LANES = ["screen", "glance", "deep", "sense", "pack", "image", "speech"] as const;
export type Lane = (typeof LANES)[number];

/**
 * The lane that a model runs in, and how its inputs and outputs travel. `after`: a lane whose threads have the model as well,
 * to go on with by themselves where little waits.
 */
export const RUNNERS: Record<RunnerName, { lane: Lane; after?: Lane; codec: AnyCodec; explain?: AnyCodec }> =
  {
    "text-screen": { lane: "screen", codec: textCodec },
    "text-glance": { lane: "glance", after: "screen", codec: textCodec },
    "text-deep": { lane: "deep", codec: textCodec, explain: explainCodec },
    // It takes some ten times as long as text-deep, which must not wait for it.
    "text-sense": { lane: "sense", codec: classifierCodec },
    classifier: { lane: "pack", codec: classifierCodec, explain: explainCodec },
    "image-screen": { lane: "image", codec: imageCodec },
    "image-classifier": { lane: "image", codec: imageClassifierCodec },
    "speech-ctc": { lane: "speech", codec: speechCodec },
    "image-head": { lane: "image", codec: imageHeadCodec },
    // It takes about as long as level 1 and waits for media whose stages take seconds.
    fusion: { lane: "screen", codec: fusionCodec },
  };

/** All that a model can be asked, by the name to ask under. */
export function codecsOf({ name, runner }: Pick<ModelManifest, "name" | "runner">): [string, AnyCodec][] {
  const { codec, explain } = RUNNERS[runner];
  return [[name, codec], ...(explain ? [[explainerOf(name), explain] as [string, AnyCodec]] : [])];
}
