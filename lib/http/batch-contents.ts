import { type BatchBody, batchContentSchema } from "#lib/domain/api/batch";
import { Failure } from "#lib/domain/failure";
import { toBatchError } from "#lib/services/batches";
import type { NewEntry } from "#lib/store/batches";
import { validate } from "./validate";

/** Validates each content of a batch by itself: a wrong one is an entry with its error. */
export function readContents(contents: BatchBody["contents"]): Promise<NewEntry[]> {
  return Promise.all(
    contents.map(async (content): Promise<NewEntry> => {
      const contentId = content.content_id?.slice(0, 200) ?? null;
      try {
        return { contentId, body: validate(batchContentSchema, content) };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { contentId, error: toBatchError(error) };
      }
    }),
  );
}
