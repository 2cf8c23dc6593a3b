import { describe, expect, it } from "vitest";
import { npmReason, type TextFigures, textReport, withoutPipeline } from "./text-report";

const reading = (perSecond: number) => [{ perSecond, processor: 1e6 / perSecond }];
const FIGURES: TextFigures = {
  posts: 2,
  rounds: 1,
  readings: {
    bare: reading(1000),
    cascade: reading(900),
    explained: reading(500),
    bareSingle: reading(400),
    cascadeSingle: reading(300),
    pipeline: reading(100),
  },
  levels: { first: 1, second: 3, sense: 2 },
  times: { bare: [1, 2], cascade: [3, 4], pipeline: [5, 6] },
  difference: 1.5e-6,
};

describe("textReport", () => {
  it("compares the cascade with the bare model and with the pipeline", () => {
    const report = textReport(FIGURES).join("\n");
    expect(report).toMatch(/^2 posts, 1 rounds/u);
    expect(report).toMatch(/decided at level 1: 25 % .*; read by text-sense: 50 %/u);
    expect(report).toMatch(/same batch: 0\.90 \(by processor time 0\.90\), aim/u);
    expect(report).toMatch(/with explanations: 0\.50 /u);
    expect(report).toMatch(/to the pipeline item by item: 9\.00 .*\n {2}both item by item.*: 3\.00 /u);
    expect(report).toMatch(/latency of pipeline +p50 6\.00 ms, p95 6\.00 ms/u);
    expect(report).toMatch(/logits: 1\.5e-6$/u);
  });

  it("has the same lines without the pipeline, with a dash for what needs it and all else as it was", () => {
    const { pipeline: _, ...readings } = FIGURES.readings;
    const whole = textReport(FIGURES);
    const report = textReport({
      ...FIGURES,
      readings,
      times: { bare: [1, 2], cascade: [3, 4] },
      difference: null,
    });
    expect(report).toHaveLength(whole.length);
    const without = (line: string) => !line.includes("pipeline") && !line.includes("both item by item");
    expect(report.filter(without)).toEqual(whole.filter(without));
    const dashed = report.filter((line) => !without(line));
    expect(dashed).toHaveLength(5);
    for (const line of dashed) {
      expect(line).toMatch(/(?:^|\s)-(?:[\s,]|$)/u);
      expect(line.replace(/aim >= 3|p50|p95/gu, "")).not.toMatch(/\d|NaN/u);
    }
  });
});

describe("a pipeline that cannot be had", () => {
  it("says why in one line, and what to do", () => {
    const line = withoutPipeline(new Error("npm could not fetch it: no network\nand much more"));
    expect(line).toMatch(/left out .*: npm could not fetch it: no network\. Run again .*--no-pipeline$/u);
    expect(line).not.toContain("\n");
  });

  it("takes the reason from what npm says", () => {
    const request =
      "request to https://registry.npmjs.org/x failed, reason: getaddrinfo ENOTFOUND registry.npmjs.org";
    const stderr = Buffer.from(
      `npm error code ENOTFOUND\nnpm error network ${request}\nnpm error network more`,
    );
    expect(npmReason({ message: "Command failed", stderr })).toBe(`network ${request}`);
    expect(npmReason({ message: "Command failed", stderr: "npm ERR! code E404\n" })).toBe("code E404");
    expect(npmReason(new Error("spawnSync npm ENOENT\nat"))).toBe("spawnSync npm ENOENT");
  });
});
