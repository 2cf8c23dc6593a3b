import * as ort from "onnxruntime-node";
import { type FeatureBuffer, featureShare } from "#lib/domain/text/features";

/** Feature ids per row of the model's input. */
export const WIDTH = 64;

/** Rows of WIDTH that hold the features of a text; one for an empty text. */
export function rowsOf(features: Pick<FeatureBuffer, "length">): number {
  return Math.max(1, Math.ceil(features.length / WIDTH));
}

/** The inputs of text-screen for some texts: each text's ids in rows of WIDTH, and which rows count for which text. */
export function packTensors(
  texts: Pick<FeatureBuffer, "ids" | "length">[],
): Record<"ids" | "shares", ort.Tensor> {
  const rows = texts.reduce((sum, features) => sum + rowsOf(features), 0);
  const ids = new Int32Array(rows * WIDTH);
  const shares = new Float32Array(texts.length * rows);
  let row = 0;
  texts.forEach((features, at) => {
    ids.set(features.ids.subarray(0, features.length), row * WIDTH);
    const end = row + rowsOf(features);
    shares.fill(featureShare(features.length), at * rows + row, at * rows + end);
    row = end;
  });
  return {
    ids: new ort.Tensor("int32", ids, [rows, WIDTH]),
    shares: new ort.Tensor("float32", shares, [texts.length, rows]),
  };
}
