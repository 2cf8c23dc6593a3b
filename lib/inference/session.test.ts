import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openSession } from "./session";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-session-"));

describe("openSession", () => {
  it("names every provider that refused a file that is no model", async () => {
    const file = path.join(folder, "broken.onnx");
    writeFileSync(file, "this is not a model");
    await expect(openSession(file, ["cuda", "cpu"])).rejects.toThrow(
      /No execution provider takes the model \(cuda: .+; cpu: /,
    );
  });

  it("says so when no provider was named", async () => {
    await expect(openSession("nowhere.onnx", [])).rejects.toThrow(/none was named/);
  });
});
