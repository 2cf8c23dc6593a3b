import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { ModelsFolder } from "./models-folder";

it("keeps the day on which a model was written", () => {
  const home = mkdtempSync(path.join(tmpdir(), "sightline-folder-"));
  try {
    const folder = new ModelsFolder(home);
    const today = () => new Date().toISOString().slice(0, 10);
    const before = today();
    folder.publish(
      {
        ...{ name: "fusion", version: "1.0.0", runner: "fusion", inputs: {}, categories: ["spam"] },
        ...{ languages: {}, exit: {}, licence: "Apache-2.0", card: "cards/fusion.md" },
        files: { model: folder.writer("fusion", "1.0.0")("model.onnx", "weights") },
      },
      "# fusion 1.0.0\n",
    );
    const [model] = folder.models();
    expect([before, today()]).toContain(model?.written);
    expect(readFileSync(path.join(home, "cards/fusion.md"), "utf8")).toMatch(/^# fusion/);
  } finally {
    rmSync(home, { recursive: true });
  }
});
