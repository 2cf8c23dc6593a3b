import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import type { Verdict } from "#lib/domain/verdict";
import { reasonsOf } from "./reasons";
import { codeFor } from "./samples";

const TRICKY = 'It\'s "quoted", $HOME `ls` \\ 100% é 🎈\nand a second line';

describe("codeFor", () => {
  it("puts any text through a shell unchanged", () => {
    const code = codeFor("curl", TRICKY, "https://example.com");
    const body = execFileSync("sh", ["-c", code.replace(/^curl \S+/, "printf '%s\\n'")], {
      encoding: "utf8",
    });
    const sent = body.trimEnd().split("\n").at(-1) ?? "";
    expect(JSON.parse(sent)).toEqual({ content_id: "post-1", text: TRICKY });
  });

  it("makes TypeScript that sends it unchanged", async () => {
    const code = codeFor("TypeScript", TRICKY, "https://example.com");
    let sent = "";
    const fetch = async (_url: string, { body }: { body: string }) => {
      sent = body;
      return { json: async () => ({}) };
    };
    const run = new Function("fetch", "process", `return (async () => { ${code} })()`);
    await run(fetch, { env: { SIGHTLINE_KEY: "k" } });
    expect(JSON.parse(sent)).toEqual({ content_id: "post-1", text: TRICKY });
  });

  it("writes the text into Python as a literal on one line", () => {
    const line = codeFor("Python", TRICKY, "https://example.com")
      .split("\n")
      .find((entry) => entry.includes('"text"'));
    expect(line).toContain(JSON.stringify(TRICKY));
  });
});

it("codeFor names a picture, and leaves an empty text out", () => {
  const image = { image_url: "https://example.org/a.png" };
  for (const language of ["curl", "TypeScript", "Python"] as const) {
    const code = codeFor(language, " ", "https://example.com", image);
    expect(code).toContain(`image_url`);
    expect(code).toContain(`"https://example.org/a.png"`);
    expect(code).not.toMatch(/\btext\b/);
  }
});

describe("reasonsOf", () => {
  const verdict = (over: Partial<Verdict>): Verdict => ({
    decision: "APPROVE",
    interventions: [],
    scores: {},
    overallSafetyScore: 1,
    confidence: 1,
    decidedBy: [],
    reviewReason: null,
    explanations: [],
    ...over,
  });
  const { review } = DEFAULT_POLICY.categories.harassment;

  it("names the score, the threshold and the clause of what decided", () => {
    const [line] = reasonsOf(
      verdict({
        decision: "FLAG",
        decidedBy: ["harassment"],
        scores: { harassment: 0.9 },
        reviewReason: "score",
      }),
      DEFAULT_POLICY,
    );
    expect(line).toContain(`Harassment is 0.90. From ${review.toFixed(2)} a person decides`);
    expect(line).toContain(DEFAULT_POLICY.categories.harassment.clause);
    // Rounded to 1.00 it would say that the machine never blocks.
    expect(DEFAULT_POLICY.categories.harassment.block).toBe(0.999);
    expect(line).toContain("from 0.999 the machine blocks");
  });

  it("says when a list, nothing, or no model decided", () => {
    const [list] = reasonsOf(verdict({ decision: "BLOCK", decidedBy: ["spam"] }), DEFAULT_POLICY);
    expect(list).toMatch(/list entry/);
    expect(reasonsOf(verdict({}), DEFAULT_POLICY)[0]).toMatch(/below its review threshold/);
    const [none] = reasonsOf(
      verdict({ decision: "FLAG", reviewReason: "models_unavailable" }),
      DEFAULT_POLICY,
    );
    expect(none).toMatch(/goes to a person/);
  });
});
