import type { FoundModel } from "../model-files";
import type { MediaStage } from "./media-stage";

/**
 * The stages that judge media, in the order of their levels within each kind, with the models that were found. A kind
 * without a stage that scores goes to a person.
 */
export function mediaStages(_models: readonly FoundModel[]): MediaStage[] {
  return [];
}
