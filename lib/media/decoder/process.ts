import { Failure } from "#lib/domain/failure";
import { copyImage, decodeFrame, decodeImage, restrictReaders } from "./decode-image";
import type { Decoded, DecodeReply, DecodeRequest, DecoderMessage, DecodeTask } from "./messages";

/** Entry of a decoder process: decodes one file after the other and may be killed at any moment. */
if (!process.send) throw new Error("lib/media/decoder/process.ts runs as a child process only.");

restrictReaders();

/** What is wrong with a file, for people: no path and nothing of what is in the file. */
function problemOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const message = error instanceof Error ? error.message : "";
  if (message.includes("pixel limit")) return "The picture has more than 40 megapixels.";
  if (/unsupported image format|no loader|not a known/i.test(message))
    return "The picture's inside is not what its first bytes say.";
  if (/premature|truncated|end of (stream|file)|ends? too early|out of order/i.test(message))
    return "The picture ends too early or is damaged.";
  return "The picture cannot be decoded.";
}

const TASKS: { [Task in DecodeTask]: (file: string) => Promise<Decoded[Task]> } = {
  image: decodeImage,
  copy: copyImage,
  frame: decodeFrame,
};

async function answer({ job, task, file }: DecodeRequest): Promise<DecodeReply> {
  try {
    return { job, ok: true, made: await TASKS[task](file) };
  } catch (error) {
    return { job, ok: false, problem: problemOf(error) };
  }
}

process.on("message", async (request: DecodeRequest) => process.send?.(await answer(request)));
process.send({ ready: true } satisfies DecoderMessage);
// The parent is gone.
process.on("disconnect", () => process.exit(0));
