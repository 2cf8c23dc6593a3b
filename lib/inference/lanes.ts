import type { ModelManifest } from "./manifest";
import { textCodec } from "./text-codec";
import type { Codec } from "./thread-messages";

type RunnerName = ModelManifest["runner"];

/** Queues with threads of their own, so that what is quick never waits behind what is slow. */
export const LANES = ["screen", "deep"] as const;
export type Lane = (typeof LANES)[number];

/** The lane that a model runs in, and how its inputs and outputs travel. */
export const RUNNERS: Record<RunnerName, { lane: Lane; codec: Codec<never, unknown> }> = {
  "text-screen": { lane: "screen", codec: textCodec },
  "text-deep": { lane: "deep", codec: textCodec },
};
