import type { ModalitySpec, StageContext, StageRun } from "#lib/domain/cascade";
import type { PreparedMedia, UnusableMedia } from "#lib/domain/media";
import type { StageResult } from "#lib/domain/verdict";
import type { InferencePool } from "../pool";

export type UsableMedia = Exclude<PreparedMedia, UnusableMedia>;

/** What a media stage works with. */
export interface MediaTools {
  pool: Pick<InferencePool, "infer">;
  context: StageContext;
  /** ISO 639-1 code that the platform gave for the item, if any. */
  language: string | null;
  /** Judges words as the item's text would be judged: the same lists and models. Never rejects. */
  judgeText(text: string): Promise<StageResult[]>;
}

/**
 * A stage that judges one kind of medium. It is in the plan of every item with such a medium, is asked only for media
 * that could be decoded, and may reject: the cascade turns that into a failed result.
 */
export interface MediaStage {
  /** `modality` is the kind of medium it judges. */
  spec: ModalitySpec;
  run(media: UsableMedia, tools: MediaTools): Promise<StageRun>;
}
