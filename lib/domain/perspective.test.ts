import { describe, expect, it } from "vitest";
import { scoredText } from "#scripts/test/scored-text";
import {
  ATTRIBUTE_NAMES,
  analyzeRequestSchema,
  findAttribute,
  PerspectiveError,
  suggestRequestSchema,
} from "./perspective";
import { analysisOf, planAnalysis } from "./perspective-analyze";
import { suggestionOf } from "./perspective-suggest";
import type { ScoredText } from "./score";
import type { Scores } from "./taxonomy";

const TOXICITY = { requestedAttributes: { TOXICITY: {} } };
const request = (fields: object) =>
  analyzeRequestSchema.parse({ comment: { text: "Hello there." }, ...fields });

const scored = (scores: Scores, code: string | null = "en") =>
  scoredText(scores, { language: code === null ? null : { code, confidence: 0.9 } });

/** The detail that a refusal carries. */
function refusal(act: () => unknown): PerspectiveError {
  try {
    act();
  } catch (error) {
    if (error instanceof PerspectiveError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("attributes", () => {
  it("are known by name and by their experimental alias", () => {
    for (const name of ATTRIBUTE_NAMES)
      expect(findAttribute(`${name}_EXPERIMENTAL`)).toBe(findAttribute(name));
    expect(findAttribute("FLIRTATION")).toBeUndefined();
    expect(findAttribute("constructor")).toBeUndefined();
  });

  it("are severe when a text is toxic and hateful, threatening, or foul and insulting", () => {
    const severe = (scores: Scores) => findAttribute("SEVERE_TOXICITY")?.read(scores);
    expect(severe({ toxicity: 0.9, hate: 0.7, violence: 0.1 })).toBe(0.7);
    expect(severe({ toxicity: 0.4, hate: 0.7, violence: 0.8 })).toBe(0.4);
    expect(severe({ toxicity: 0.9, hate: 0, violence: 0, harassment: 0.8, profanity: 0.6 })).toBe(0.6);
    expect(severe({ hate: 0.7 })).toBeUndefined();
    expect(severe({ toxicity: 0.7 })).toBeUndefined();
  });
});

describe("a request", () => {
  it("is read with the names of the JSON and of the protocol buffer", () => {
    const body = {
      comment: { text: "a" },
      requested_attributes: { SEVERE_TOXICITY: { score_threshold: 0.5 } },
    };
    expect(analyzeRequestSchema.parse(body).requestedAttributes).toEqual({
      SEVERE_TOXICITY: { scoreThreshold: 0.5 },
    });
  });

  it.each([
    ["no text", { comment: {} }, "COMMENT_EMPTY"],
    ["nothing but space", { comment: { text: " \n" } }, "COMMENT_EMPTY"],
    ["nothing but tags", { comment: { text: "<p></p>", type: "HTML" } }, "COMMENT_EMPTY"],
    ["20,481 bytes", { comment: { text: `x${"é".repeat(10_240)}` } }, "COMMENT_TOO_LONG"],
    ["an unknown type", { comment: { text: "a", type: "MARKDOWN" } }, "INVALID_REQUEST"],
    ["no attributes", { requestedAttributes: {} }, "NO_REQUESTED_ATTRIBUTES"],
    ["an unknown attribute", { requestedAttributes: { WIT: {} } }, "INVALID_REQUEST"],
    [
      "an unknown score type",
      { requestedAttributes: { TOXICITY: { scoreType: "PERCENTILE" } } },
      "INVALID_REQUEST",
    ],
  ])("with %s is refused", (_what, fields, type) => {
    expect(refusal(() => planAnalysis(request({ ...TOXICITY, ...fields }))).errorType).toBe(type);
  });

  it("with 20,480 bytes is taken, and an unknown attribute where it may be dropped", () => {
    expect(planAnalysis(request({ ...TOXICITY, comment: { text: "é".repeat(10_240) } })).inputs).toHaveLength(
      1,
    );
    const fields = { requestedAttributes: { WIT: {}, TOXICITY: {} }, dropUnsupportedAttributes: true };
    const plan = planAnalysis(request(fields));
    expect(
      Object.keys(analysisOf(request(fields), plan, [scored({ toxicity: 0.5 })]).attributeScores),
    ).toEqual(["TOXICITY"]);
  });

  it("cannot have both kinds of context", () => {
    const context = { entries: [{ text: "a" }], articleAndParentComment: { article: { text: "b" } } };
    expect(analyzeRequestSchema.safeParse({ context }).success).toBe(false);
  });

  it("for spans is scored as a whole and by sentence, at the places it was sent with", () => {
    const text = "<p>One thing &amp; more.</p><p>Another thing.</p>";
    const asked = request({ ...TOXICITY, comment: { text, type: "HTML" }, spanAnnotations: true });
    const plan = planAnalysis(asked);
    expect(plan.inputs.map((input) => input.text)).toEqual([
      "One thing & more.\nAnother thing.\n",
      "One thing & more.",
      "Another thing.",
    ]);
    const { attributeScores } = analysisOf(asked, plan, [
      scored({ toxicity: 0.4 }),
      scored({ toxicity: 0.1 }),
      scored({ toxicity: 0.6 }),
    ]);
    const { spanScores = [], summaryScore } = attributeScores.TOXICITY ?? {};
    expect(summaryScore).toEqual({ value: 0.4, type: "PROBABILITY" });
    expect(spanScores.map(({ begin, end }) => text.slice(begin, end))).toEqual([
      "One thing &amp; more.",
      "Another thing.",
    ]);
    expect(spanScores.map(({ score }) => score.value)).toEqual([0.1, 0.6]);
  });
});

describe("an answer", () => {
  const answer = (fields: object, whole: ScoredText) => {
    const asked = request(fields);
    return analysisOf(asked, planAnalysis(asked), [whole]);
  };

  it("has one span over all, the languages found, and the caller's token", () => {
    expect(answer({ ...TOXICITY, clientToken: "t1" }, scored({ toxicity: 0.25 }))).toEqual({
      attributeScores: {
        TOXICITY: {
          spanScores: [{ begin: 0, end: 12, score: { value: 0.25, type: "PROBABILITY" } }],
          summaryScore: { value: 0.25, type: "PROBABILITY" },
        },
      },
      languages: ["en"],
      detectedLanguages: ["en"],
      clientToken: "t1",
    });
    const given = answer({ ...TOXICITY, languages: ["en-GB"] }, scored({ toxicity: 0 }));
    expect(given.languages).toEqual(["en-GB"]);
    expect(given.detectedLanguages).toBeUndefined();
  });

  it("leaves out what lies below its threshold", () => {
    const requestedAttributes = { TOXICITY: { scoreThreshold: 0.5 }, INSULT: { scoreThreshold: 0.5 } };
    const found = answer({ requestedAttributes }, scored({ toxicity: 0.49, harassment: 0.5 }));
    expect(Object.keys(found.attributeScores)).toEqual(["INSULT"]);
  });

  it("refuses attributes without a model in the language, or drops them", () => {
    const error = refusal(() => answer(TOXICITY, scored({}, "ja")));
    expect(error.message).toBe("Attribute TOXICITY does not support request languages: ja");
    expect(error.errorType).toBe("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE");
    expect(error.more).toEqual({
      languageNotSupportedByAttributeError: { attribute: "TOXICITY", detectedLanguages: ["ja"] },
    });
    const dropped = answer({ ...TOXICITY, dropUnsupportedAttributes: true }, scored({}, "ja"));
    expect(dropped).toMatchObject({ attributeScores: {}, detectedLanguages: ["ja"] });
  });
});

describe("a suggestion", () => {
  const suggestion = (attributeScores: object) =>
    suggestionOf(suggestRequestSchema.parse({ attributeScores }));
  const whole = (value: number) => ({ summaryScore: { value } });

  it("speaks of the attributes it names and of no others", () => {
    expect(suggestion({ INSULT: whole(1), THREAT: whole(0), SEVERE_TOXICITY: whole(0.5) })).toEqual({
      about: ["toxicity", "harassment", "violence"],
      categories: ["toxicity", "harassment"],
      harmful: true,
    });
    expect(suggestion({ TOXICITY_EXPERIMENTAL: whole(0.1) })).toMatchObject({
      categories: [],
      harmful: false,
    });
    expect(
      suggestion({ PROFANITY: { spanScores: [{ score: { value: 0.2 } }, { score: { value: 1 } }] } }),
    ).toEqual({
      about: ["profanity"],
      categories: ["profanity"],
      harmful: true,
    });
  });

  it("may be what Coral's moderators did", () => {
    expect(suggestion({ APPROVED: whole(1) })).toEqual({
      about: ["toxicity"],
      categories: [],
      harmful: false,
    });
    expect(suggestion({ DELETED: whole(1) })).toMatchObject({ categories: ["toxicity"], harmful: true });
  });

  it.each([
    ["nothing", {}],
    ["nothing that is known", { WIT: whole(1) }],
    ["no score", { TOXICITY: {} }],
    ["a score beyond 1", { TOXICITY: whole(7) }],
  ])("of %s is refused", (_what, attributeScores) => {
    expect(refusal(() => suggestion(attributeScores)).errorType).toBe("INVALID_REQUEST");
  });
});
