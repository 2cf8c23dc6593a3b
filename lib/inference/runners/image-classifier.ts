import { readFile } from "node:fs/promises";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { floatsOf } from "#lib/domain/fusion/evidence";
import { categoryLogits } from "../category-logits";
import type { PackedImages } from "../image-codec";
import type { ImageClassifierManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { Packed, Runner } from "../thread-messages";

/** Side of the pictures as they are prepared. */
const PREPARED = 224;

type Setting = Pick<ImageClassifierManifest, "side" | "mean" | "deviation">;

/**
 * Prepared pictures ([count, 224, 224, 3] bytes) as such a model reads them: [count, 3, side, side], scaled bilinearly,
 * each channel less its mean and divided by its deviation.
 */
export function pixelValues(
  pixels: Uint8Array,
  count: number,
  { side, mean, deviation }: Setting,
): Float32Array {
  const values = new Float32Array(count * 3 * side * side);
  const places = Array.from({ length: side }, (_, at) => {
    const exact = Math.min(PREPARED - 1, Math.max(0, ((at + 0.5) * PREPARED) / side - 0.5));
    const low = Math.floor(exact);
    return { low, high: Math.min(PREPARED - 1, low + 1), share: exact - low };
  });
  let to = 0;
  for (let picture = 0; picture < count; picture += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const [middle, width] = [mean[channel] as number, deviation[channel] as number];
      const at = (y: number, x: number) =>
        pixels[((picture * PREPARED + y) * PREPARED + x) * 3 + channel] as number;
      for (const y of places)
        for (const x of places) {
          const upper = at(y.low, x.low) * (1 - x.share) + at(y.low, x.high) * x.share;
          const lower = at(y.high, x.low) * (1 - x.share) + at(y.high, x.high) * x.share;
          values[to] = ((upper * (1 - y.share) + lower * y.share) / 255 - middle) / width;
          to += 1;
        }
    }
  return values;
}

/** Runs an added picture model: a classifier, or the picture tower of a zero-shot model beside its prompts. */
export class ImageClassifierRunner implements Runner {
  private constructor(
    private readonly manifest: ImageClassifierManifest,
    private readonly session: ort.InferenceSession,
    /** [labels, width], or null for a classifier. */
    private readonly prompts: Float32Array | null,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(
    { manifest, directory, modelPath }: ModelFiles<ImageClassifierManifest>,
    providers: Providers,
  ): Promise<ImageClassifierRunner> {
    const { prompts } = manifest.files;
    const known = prompts ? floatsOf(await readFile(path.join(directory, prompts.path))) : null;
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new ImageClassifierRunner(manifest, session, known, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { count, pixels } = packed as PackedImages;
    const { manifest } = this;
    const { side, input, output, labels, categories } = manifest;
    const values = pixelValues(pixels, count, manifest);
    const picture = new ort.Tensor("float32", values, [count, 3, side, side]);
    const found = (await this.session.run({ [input]: picture }, [output]))[output]?.data as Float32Array;
    const logits = this.prompts ? cosines(found, this.prompts, count, manifest) : found;
    const odds = new Float32Array(count * categories.length);
    for (let at = 0; at < count; at += 1) {
      const row = logits.subarray(at * labels.length, (at + 1) * labels.length);
      odds.set(categoryLogits(row, manifest), at * categories.length);
    }
    return { outputs: odds, moved: [odds.buffer as ArrayBuffer] };
  }
}

/** How near each picture is to each prompt, [pictures, prompts], as logits. */
function cosines(
  embeddings: Float32Array,
  prompts: Float32Array,
  count: number,
  { labels, scale }: Pick<ImageClassifierManifest, "labels" | "scale">,
): Float32Array {
  const width = prompts.length / labels.length;
  const logits = new Float32Array(count * labels.length);
  for (let picture = 0; picture < count; picture += 1) {
    const own = embeddings.subarray(picture * width, (picture + 1) * width);
    const length = Math.hypot(...own) || 1;
    for (let label = 0; label < labels.length; label += 1) {
      let product = 0;
      for (let at = 0; at < width; at += 1)
        product += (own[at] as number) * (prompts[label * width + at] as number);
      logits[picture * labels.length + label] = (scale * product) / length;
    }
  }
  return logits;
}
