import { describe, expect, it } from "vitest";
import { keptHidden, type Ruling, type Sighted, severityRuled } from "./first-sight";
import { DEFAULT_POLICY } from "./policy";
import { CATEGORIES } from "./taxonomy";
import type { RuleMatch } from "./verdict";

const looked = { modality: "image", outcome: "continue", scores: { sexual: 0.01 }, matches: [] } as const;
const match = (over: Partial<RuleMatch>): RuleMatch => ({
  entryId: "lst_1",
  kind: "pdq",
  value: "",
  category: "spam",
  action: "block",
  start: 0,
  end: 0,
  ...over,
});

/** A picture that a model looked at and saw nothing in. */
const sighted = (over: Partial<Sighted> = {}): Sighted => ({
  verdict: { scores: { sexual: 0.01 }, decidedBy: [] },
  stages: [{ ...looked, matches: [] }],
  policy: DEFAULT_POLICY,
  severity: 1,
  blind: false,
  ...over,
});
const withMatch = (over: Partial<RuleMatch>) => sighted({ stages: [{ ...looked, matches: [match(over)] }] });

describe("keptHidden", () => {
  it("leaves a picture to a person's wish when it was looked at and nothing grave is suspected", () => {
    expect(keptHidden("image", sighted())).toBeNull();
    expect(keptHidden("image", withMatch({ kind: "keyword" }))).toBeNull();
  });

  it.each(CATEGORIES)(
    "goes by the severity of %s, suspected by a score, a rule or what decided",
    (category) => {
      const { severity, review } = DEFAULT_POLICY.categories[category];
      const expected = severity >= 4 ? "grave" : null;
      const suspicions = [
        sighted({ verdict: { scores: { [category]: review }, decidedBy: [] } }),
        sighted({ verdict: { scores: {}, decidedBy: [category] } }),
        withMatch({ kind: "keyword", action: "flag", category }),
      ];
      for (const each of suspicions) expect(keptHidden("image", each)).toBe(expected);
      const below = { verdict: { scores: { [category]: review - 0.01 }, decidedBy: [] } };
      expect(keptHidden("image", sighted(below))).toBeNull();
    },
  );

  it.each(["sha256", "pdq"] as const)(
    "keeps what is known by its %s hidden, whatever its category",
    (kind) => {
      expect(keptHidden("image", withMatch({ kind }))).toBe("known");
      expect(keptHidden("image", withMatch({ kind, action: "flag" }))).toBe("known");
      // The hash of one part is reason enough for the others.
      expect(keptHidden("video", withMatch({ kind }))).toBe("known");
    },
  );

  it("takes a hash that is allowed for no reason", () => {
    expect(keptHidden("image", withMatch({ action: "allow", category: "violence" }))).toBeNull();
  });

  it("knows from elsewhere how grave it is", () => {
    expect(keptHidden("image", sighted({ severity: 3 }))).toBeNull();
    expect(keptHidden("image", sighted({ severity: 4 }))).toBe("grave");
  });

  it("keeps hidden what no model looked at", () => {
    expect(keptHidden("image", sighted({ verdict: null }))).toBe("unjudged");
    expect(keptHidden("video", sighted())).toBe("unjudged");
    const failed = { ...looked, matches: [], outcome: "timeout" as const };
    expect(keptHidden("image", sighted({ stages: [...sighted().stages, failed] }))).toBe("unjudged");
    expect(keptHidden("image", sighted({ stages: [{ ...looked, scores: {}, matches: [] }] }))).toBe(
      "unjudged",
    );
  });

  it("says the same of everything in blind review", () => {
    const all = [sighted(), withMatch({}), sighted({ severity: 5 }), sighted({ verdict: null })];
    for (const each of all) expect(keptHidden("image", { ...each, blind: true })).toBe("blind");
  });
});

describe("severityRuled", () => {
  const block: Ruling = { outcome: "BLOCK", categories: ["violence"], severity: 5, undoneAt: null };

  it("is that of the last take-down that stands", () => {
    expect(severityRuled([block], DEFAULT_POLICY)).toBe(5);
    expect(severityRuled([{ ...block, severity: null }], DEFAULT_POLICY)).toBe(
      DEFAULT_POLICY.categories.violence.severity,
    );
    expect(severityRuled([block, { ...block, severity: 2 }], DEFAULT_POLICY)).toBe(2);
    expect(severityRuled([{ ...block, undoneAt: new Date() }], DEFAULT_POLICY)).toBe(1);
    expect(severityRuled([block, { ...block, outcome: "APPROVE" }], DEFAULT_POLICY)).toBe(1);
    expect(severityRuled([], DEFAULT_POLICY)).toBe(1);
  });
});
