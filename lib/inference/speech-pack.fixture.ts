import { createHash } from "node:crypto";
import type { ModelManifest } from "./manifest";

/** A pack of one file, for tests of the models folder and the programs that they start. */
export function speechPack(
  name: string,
  weights: string,
): { entry: ModelManifest; files: Map<string, Uint8Array> } {
  const bytes = Buffer.from(weights);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const entry: ModelManifest = {
    ...{ name, version: "1.0.0", runner: "speech-ctc", inputs: {}, categories: ["spam"], languages: {} },
    ...{ exit: {}, licence: "MIT", card: `cards/${name}.md` },
    files: { model: { path: `${name}/1.0.0/model.onnx`, sha256, bytes: bytes.length } },
    ...{ tokens: ["a", "b", "c"], blank: 0, delimiter: "|", normalise: true, input: "x", output: "y" },
  };
  return { entry, files: new Map([["model.onnx", bytes]]) };
}
