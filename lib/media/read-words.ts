import { createRequire } from "node:module";
import path from "node:path";
import { createWorker, type Worker } from "tesseract.js";
import { Failure } from "#lib/domain/failure";
import type { Transcript, WordReader } from "#lib/domain/media";
import { declaredSize } from "./picture-size";

/** Words the reader is less sure of are mostly texture. */
const LEAST_CONFIDENCE = 60;
/** Of one picture, waiting for others not included; with the reader's start, where it is the first. */
const TIMEOUT_MS = 20_000;

/** Words are letters or digits, at least two of them; anything else is texture too. */
const WORD = /[\p{L}\p{N}].*[\p{L}\p{N}]/u;

/**
 * Reads printed words with Tesseract (WebAssembly, in a thread of its own), with language data from a package: nothing is
 * fetched. One picture at a time; the reader starts with the first and is replaced when one takes too long. `read` takes JPEG
 * bytes and rejects with Failure `timeout` or `unavailable`.
 */
export class TesseractReader implements WordReader {
  private worker: Promise<Worker> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  read(jpeg: Uint8Array): Promise<Transcript> {
    const reading = this.last.then(() => this.readNow(jpeg));
    this.last = reading.catch(() => {});
    return reading;
  }

  async close(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    await worker?.then((opened) => opened.terminate()).catch(() => {});
  }

  private async readNow(jpeg: Uint8Array): Promise<Transcript> {
    const size = declaredSize(jpeg, "image/jpeg");
    if (!size) throw new Failure("unavailable", "The picture's size cannot be read.");
    this.worker ??= openWorker();
    const opening = this.worker.catch((cause) => {
      throw new Failure("unavailable", "The reader of words does not start.", { cause });
    });
    const { data } = await this.inTime(
      opening.then((worker) => worker.recognize(Buffer.from(jpeg), {}, { blocks: true, text: false })),
    );
    const found = (data.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap(({ lines }) => lines)
      .flatMap(({ words }) => words);
    return transcriptOf(found, size);
  }

  private async inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Failure("timeout", "Reading the words took too long.")),
        TIMEOUT_MS,
      );
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      // Not waited for: a thread that died while it was starting never says so.
      void this.close();
      if (error instanceof Failure) throw error;
      throw new Failure("unavailable", "The words could not be read.", { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

interface FoundWord {
  text: string;
  /** 0 to 100. */
  confidence: number;
  bbox: { x0: number; y0: number; x1: number; y1: number };
}

/** Words in reading order as one text, with their boxes in fractions of the picture. */
export function transcriptOf(
  found: readonly FoundWord[],
  size: { width: number; height: number },
): Transcript {
  let text = "";
  const words: Transcript["words"] = [];
  for (const { text: word, confidence, bbox } of found) {
    if (confidence < LEAST_CONFIDENCE || !WORD.test(word)) continue;
    const start = text === "" ? 0 : text.length + 1;
    text = text === "" ? word : `${text} ${word}`;
    words.push({
      start,
      end: start + word.length,
      confidence: confidence / 100,
      box: {
        x: bbox.x0 / size.width,
        y: bbox.y0 / size.height,
        width: (bbox.x1 - bbox.x0) / size.width,
        height: (bbox.y1 - bbox.y0) / size.height,
      },
    });
  }
  return { text, words };
}

function openWorker(): Promise<Worker> {
  const data = createRequire(import.meta.url).resolve("@tesseract.js-data/eng/package.json");
  return createWorker("eng", 1, {
    langPath: path.join(path.dirname(data), "4.0.0_best_int"),
    cacheMethod: "none",
    gzip: true,
    // Without a handler an error of the thread would end the process.
    errorHandler: () => {},
  });
}
