import type { SpeechRecogniser } from "#lib/domain/audio/spoken-words";
import type { FoundModel } from "../model-files";
import { filmStage } from "./film";
import { imageScreenStage } from "./image-screen";
import { KNOWN_MEDIA_STAGES } from "./known-media";
import type { MediaStage } from "./media-stage";
import { speechStage } from "./speech";

/** Native helpers that workers hand in, because they are no models. */
export interface MediaPorts {
  /** Absent: what is said goes to a person. */
  speech?: SpeechRecogniser;
}

/**
 * The stages that judge media, in the order of their levels within each kind, with the models that were found. A kind
 * without a stage that scores goes to a person.
 */
export function mediaStages(models: readonly FoundModel[], { speech }: MediaPorts): MediaStage[] {
  const looks = imageScreenStage(models);
  return [
    ...KNOWN_MEDIA_STAGES,
    looks,
    speechStage("audio", speech),
    filmStage(looks, { channel: "picture" }),
    speechStage("video", speech),
  ];
}
