import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "./policy";
import type { Recalibration } from "./recalibration";
import { recalibrationChanges, withAdopted } from "./recalibration-proposal";

const curve = (offset: number) => ({ kind: "platt" as const, slope: 1, offset });
const recalibration = (labels: number, curves: Recalibration["curves"]): Recalibration => ({
  models: ["text-deep@1.0.0"],
  labels,
  curves,
});

describe("withAdopted", () => {
  it("takes the chosen curves and leaves the others as they are in force", () => {
    const inForce = recalibration(200, { spam: curve(1), hate: curve(2) });
    const proposed = recalibration(400, { spam: curve(3), violence: curve(4) });
    expect(withAdopted(proposed, inForce, ["spam"])).toEqual(
      recalibration(400, { hate: curve(2), spam: curve(3) }),
    );
    expect(withAdopted(proposed, null, ["violence"]).curves).toEqual({ violence: curve(4) });
  });
});

describe("recalibrationChanges", () => {
  it("names the versions that changed the curves, and the one to go back to", () => {
    const version = (number: number, body = DEFAULT_POLICY) => ({
      ...{ version: number, body, note: "", createdBy: null, createdAt: "2026-01-01T00:00:00Z" },
    });
    const first = recalibration(200, { spam: curve(1) });
    const versions = [
      version(5),
      version(4, { ...DEFAULT_POLICY, recalibration: first, spotCheckRate: 0.1 }),
      version(3, { ...DEFAULT_POLICY, recalibration: first }),
      version(2, { ...DEFAULT_POLICY, spotCheckRate: 0.2 }),
      version(1),
    ];
    expect(
      recalibrationChanges(versions).map(({ version: { version: number }, recalibration: is, before }) => [
        ...[number, is?.labels ?? null, before],
      ]),
    ).toEqual([
      [5, null, 4],
      [3, 200, 2],
    ]);
  });
});
