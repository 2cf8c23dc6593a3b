import type { SpeechRecogniser } from "#lib/domain/audio/spoken-words";
import type { WordReader } from "#lib/domain/media";
import type { FoundModel } from "../model-files";
import { filmStage } from "./film";
import { imageClassifierStages } from "./image-classifier";
import { imageScreenStage } from "./image-screen";
import { imageWordsStage } from "./image-words";
import { KNOWN_MEDIA_STAGES } from "./known-media";
import type { MediaStage } from "./media-stage";
import { speechStage } from "./speech";
import { addedRecogniser } from "./speech-pack";

/** Native helpers that workers hand in, because they are no models. */
export interface MediaPorts {
  /** Absent: what is said goes to a person. */
  speech?: SpeechRecogniser;
  /** Absent: words on pictures are not read. */
  words?: WordReader;
}

/** Frames of a film that are read: reading takes some half a second each. */
const framesRead = (seconds: number) => Math.min(24, 4 + Math.ceil(seconds / 5));

/**
 * The stages that judge media, in the order of their levels within each kind, with the models that were found. A kind
 * without a stage that scores goes to a person.
 */
export function mediaStages(models: readonly FoundModel[], { speech, words }: MediaPorts): MediaStage[] {
  const looks = imageScreenStage(models);
  const packs = imageClassifierStages(models);
  const hearing = addedRecogniser(models) ?? speech;
  const reading = words && imageWordsStage(words);
  return [
    ...KNOWN_MEDIA_STAGES,
    looks,
    ...packs,
    ...(reading ? [reading] : []),
    speechStage("audio", hearing),
    filmStage(looks, { channel: "picture" }),
    ...packs.map((pack) => filmStage(pack, { channel: "picture", budget: framesRead })),
    ...(reading ? [filmStage(reading, { channel: "words", budget: framesRead })] : []),
    speechStage("video", hearing),
  ];
}
