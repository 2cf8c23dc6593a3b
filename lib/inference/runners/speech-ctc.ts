import * as ort from "onnxruntime-node";
import { decodeCtc } from "#lib/domain/audio/ctc";
import type { SpeechManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { Packed, Runner } from "../thread-messages";

const RATE = 16_000;

/** Runs an added speech recogniser (wav2vec2 and its kin): sound in, words with their times out. */
export class SpeechCtcRunner implements Runner {
  private constructor(
    private readonly manifest: SpeechManifest,
    private readonly session: ort.InferenceSession,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open(
    { manifest, modelPath }: ModelFiles<SpeechManifest>,
    providers: Providers,
  ): Promise<SpeechCtcRunner> {
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new SpeechCtcRunner(manifest, session, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const samples = packed as Int16Array;
    const { input, output, normalise } = this.manifest;
    const sound = new ort.Tensor("float32", soundValues(samples, normalise), [1, samples.length]);
    const found = (await this.session.run({ [input]: sound }, [output]))[output]?.data as Float32Array;
    return { outputs: decodeCtc(found, this.manifest, samples.length / RATE), moved: [] };
  }
}

/** Samples as numbers from -1 to 1 or, as such models mostly want them, with mean 0 and variance 1. */
export function soundValues(samples: Int16Array, normalise: boolean): Float32Array {
  const values = Float32Array.from(samples, (sample) => sample / 32_768);
  if (!normalise || values.length === 0) return values;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const scale = 1 / Math.sqrt(variance + 1e-7);
  return values.map((value) => (value - mean) * scale);
}
