import * as ort from "onnxruntime-node";
import type { PackedImageOutputs, PackedImages } from "../image-codec";
import type { ImageManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { Packed, Runner } from "../thread-messages";

const OUTPUTS = ["logits", "embedding", "cam"] as const;

/** Runs a picture classifier: pixels in; logits, embedding and class activation maps out. */
export class ImageScreenRunner implements Runner {
  private constructor(
    private readonly side: number,
    private readonly session: ort.InferenceSession,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(
    { manifest, modelPath }: ModelFiles<ImageManifest>,
    providers: Providers,
  ): Promise<ImageScreenRunner> {
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new ImageScreenRunner(manifest.side, session, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { count, pixels } = packed as PackedImages;
    const image = new ort.Tensor("uint8", pixels, [count, this.side, this.side, 3]);
    const found = await this.session.run({ image }, [...OUTPUTS]);
    const [logits, embedding, cam] = OUTPUTS.map((name) => found[name]?.data as Float32Array);
    const outputs = { count, logits, embedding, cam } as PackedImageOutputs;
    const moved = [outputs.logits, outputs.embedding, outputs.cam].map(({ buffer }) => buffer as ArrayBuffer);
    return { outputs, moved };
  }
}
