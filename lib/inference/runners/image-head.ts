import * as ort from "onnxruntime-node";
import type { PackedEmbeddings } from "../image-head-codec";
import type { ImageHeadManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { Packed, Runner } from "../thread-messages";

/** Runs the head that was trained on people's decisions: embeddings in, logits out. */
export class ImageHeadRunner implements Runner {
  private constructor(
    private readonly session: ort.InferenceSession,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(
    { modelPath }: ModelFiles<ImageHeadManifest>,
    providers: Providers,
  ): Promise<ImageHeadRunner> {
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new ImageHeadRunner(session, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { count, embeddings } = packed as PackedEmbeddings;
    const embedding = new ort.Tensor("float32", embeddings, [count, embeddings.length / count]);
    const found = await this.session.run({ embedding }, ["logits"]);
    const logits = found.logits?.data as Float32Array;
    return { outputs: logits, moved: [logits.buffer as ArrayBuffer] };
  }
}
