import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { TraceState } from "#lib/client/playground";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import type { Verdict } from "#lib/domain/verdict";
import { FlipCard } from "./flip-card";
import { VerdictBanner } from "./verdict-banner";

const unread: Verdict = {
  ...{ decision: "FLAG", confidence: 0, decidedBy: [], reviewReason: "language_not_covered" },
  ...{ interventions: [], scores: {}, overallSafetyScore: 1, explanations: [] },
};
const trace = (changed: Partial<TraceState>): TraceState => ({
  ...{
    text: "so",
    phase: "done",
    stages: [],
    current: [],
    results: [],
    picture: null,
    policy: DEFAULT_POLICY,
  },
  ...{ policyVersion: 1, verdict: unread, ms: 11, flip: null, parts: null, problem: null },
  ...changed,
});
const banner = (verdict: Verdict) => renderToStaticMarkup(<VerdictBanner trace={trace({ verdict })} />);

it("says how sure the models are, where they are, and how long it took", () => {
  expect(banner({ ...unread, confidence: 0.51 })).toContain(">51% sure, 11 ms<");
  expect(banner(unread)).toContain(">11 ms<");
});

it("does not count attempts that were not made", () => {
  const flip = { type: "flip", flip: null, passes: 0, ms: 1 } as const;
  expect(renderToStaticMarkup(<FlipCard trace={trace({ flip })} />)).toContain("No words stand out");
  const tried = { ...flip, passes: 32 };
  expect(renderToStaticMarkup(<FlipCard trace={trace({ flip: tried })} />)).toContain("in 32 attempts");
});
