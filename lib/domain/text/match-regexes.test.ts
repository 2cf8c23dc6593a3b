import { describe, expect, it } from "vitest";
import { Failure } from "../failure";
import type { ListRule } from "../verdict";
import { checkKeyword, checkRegex, RegexMatcher } from "./match-regexes";

const rule = (value: string): ListRule => ({
  id: value,
  kind: "regex",
  value,
  category: "spam",
  action: "flag",
});
const inTime = () => false;
const found = (value: string, text: string) =>
  new RegexMatcher([rule(value)]).match(text, inTime).matches.map(({ start, end }) => text.slice(start, end));

describe("checkRegex", () => {
  it.each([String.raw`\b\d{3}-\d{4}\b`, "(?-i)[A-Z]{10,}", "free (money|pills)", "ключ", "😀+"])(
    "accepts %s",
    (value) => {
      expect(() => checkRegex(value)).not.toThrow();
    },
  );

  it.each([
    ["unbalanced", "(a", /does not compile/],
    ["back-reference", String.raw`(a)\1`, /does not compile/],
    ["look-ahead", "a(?=b)", /does not compile/],
    ["too long", "a".repeat(501), /longer than 500/],
    ["explosive counts", "((a{1,50}){1,50}){1,50}", /does not compile|too complex/],
    ["large counts", "(a{0,50}){0,20}b", /too complex/],
    ["matching nothing", "a*", /empty text/],
  ])("refuses %s with a reason", (_, value, reason) => {
    const refusal = () => checkRegex(value);
    expect(refusal).toThrow(Failure);
    expect(refusal).toThrow(reason);
    try {
      refusal();
    } catch (error) {
      expect(error).toMatchObject({
        code: "invalid_input",
        retryable: false,
        errors: [{ pointer: "/value" }],
      });
    }
  });
});

describe("checkKeyword", () => {
  it("accepts words, phrases and emoji", () => {
    for (const value of ["turnip", "sweet corn", "玉米", "🌽"])
      expect(() => checkKeyword(value)).not.toThrow();
  });

  it("refuses what nobody can see, and what is too long", () => {
    for (const value of ["", " \u200b", "x".repeat(201)]) expect(() => checkKeyword(value)).toThrow(Failure);
  });
});

describe("RegexMatcher", () => {
  it("gives spans of the original, ignoring case", () => {
    expect(found(String.raw`turn\w+`, "😀 Turnips and TURNOVERS")).toEqual(["Turnips", "TURNOVERS"]);
    expect(found("(?-i)Turn", "turn Turn")).toEqual(["Turn"]);
  });

  it.each(["(a+)+$", "(a|aa)+$", "([a-z]+)*[0-9]", String.raw`(\w+\s?)*!`, "(.*)(.*)(.*)(.*)b"])(
    "is linear where backtracking would never end: %s",
    (value) => {
      const text = "a".repeat(20_000);
      expect(new RegexMatcher([rule(value)]).match(text, inTime).skipped).toEqual([]);
    },
  );

  it("bounds the matches per entry", () => {
    expect(found("a", "a".repeat(500))).toHaveLength(100);
  });

  it("leaves broken entries out and says why", () => {
    const { matches, skipped } = new RegexMatcher([rule("(a"), rule("b")]).match("ab", inTime);
    expect(matches.map((match) => match.value)).toEqual(["b"]);
    expect(skipped).toEqual([{ entryId: "(a", reason: expect.stringMatching(/does not compile/) }]);
  });

  it("says which entries it had no time for", () => {
    let asked = 0;
    const { matches, skipped } = new RegexMatcher([rule("a"), rule("b")]).match("ab", () => ++asked > 3);
    expect(matches.map((match) => match.value)).toEqual(["a"]);
    expect(skipped.map((each) => each.entryId)).toContain("b");
  });
});
