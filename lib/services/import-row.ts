import { Failure } from "#lib/domain/failure";
import { type FileRow, type ImportMapping, type ReadRow, rowToBody } from "#lib/domain/imports";
import { type SubmittedMedium, submittedMedia } from "./submit-media";

export type JudgeableRow =
  | { error: string }
  | (Extract<ReadRow, { body: unknown }> & { media: SubmittedMedium[] });

/**
 * A row of a file under a mapping, with the media that it names by address, or why it is refused: what the row says, and
 * addresses that will never be called. Nothing is fetched.
 * @param fallbackId content id of a row that has none
 */
export async function readImportRow(
  entry: FileRow,
  mapping: ImportMapping,
  fallbackId: string,
): Promise<JudgeableRow> {
  if ("error" in entry) return entry;
  const read = rowToBody(entry.row, mapping, fallbackId);
  if ("error" in read) return read;
  try {
    return { ...read, media: await submittedMedia(read.body, []) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const field = error.errors[0]?.pointer.slice(1);
    return { error: field ? `${field}: ${error.message}` : error.message };
  }
}
