import * as ort from "onnxruntime-node";
import { EVIDENCE_ROW, evidenceFields, maskEvidence } from "#lib/domain/fusion/evidence";
import type { PackedEvidence } from "../fusion-codec";
import type { FusionManifest } from "../manifest";
import type { ModelFiles } from "../model-files";
import { openSession, type Providers } from "../session";
import type { Packed, Runner } from "../thread-messages";

/** Runs fusion on sets of parts: each mask of each item is a row of one batch. */
export class FusionRunner implements Runner {
  private constructor(
    private readonly session: ort.InferenceSession,
    readonly provider: string,
    readonly refused: Runner["refused"],
  ) {}

  static async open({ modelPath }: ModelFiles<FusionManifest>, providers: Providers): Promise<FusionRunner> {
    const { session, provider, refused } = await openSession(modelPath, providers);
    return new FusionRunner(session, provider, refused);
  }

  async run(packed: unknown): Promise<Packed> {
    const { rows, masks } = packed as PackedEvidence;
    const asked = masks.flatMap((own, at) => {
      const row = rows.subarray(at * EVIDENCE_ROW.length, (at + 1) * EVIDENCE_ROW.length);
      return own.map((mask) => maskEvidence(row, mask));
    });
    const feeds = Object.entries(evidenceFields(asked)).map(([name, { data, dims }]) => [
      name,
      new ort.Tensor("float32", data, dims),
    ]);
    const found = await this.session.run(Object.fromEntries(feeds), ["fused"]);
    const fused = found.fused?.data as Float32Array;
    return { outputs: fused, moved: [fused.buffer as ArrayBuffer] };
  }
}
