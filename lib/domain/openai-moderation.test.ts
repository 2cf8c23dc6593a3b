import { describe, expect, it } from "vitest";
import { scoredText } from "#scripts/test/scored-text";
import {
  inputsOf,
  moderationRequestSchema,
  notCovered,
  OPENAI_CATEGORIES,
  toModeration,
} from "./openai-moderation";
import type { ScoredText } from "./score";
import { CATEGORIES, type Scores } from "./taxonomy";

const request = (input: unknown) => moderationRequestSchema.parse({ input });
const inputs = (input: unknown) => inputsOf(request(input), 20, 3);

const scored = (scores: Scores, over: Partial<ScoredText> = {}) =>
  scoredText(scores, {
    models: ["text-screen@1.0.0"],
    scoredIn: { text: CATEGORIES.filter((category) => scores[category] !== undefined) },
    ...over,
  });

describe("inputsOf", () => {
  it("reads a string, a list, and a list of parts as one text", () => {
    expect(inputs("hello")).toEqual([{ text: "hello" }]);
    expect(inputs(["a", "b"])).toEqual([{ text: "a" }, { text: "b" }]);
    const parts = [
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ];
    expect(inputs(parts)).toEqual([{ text: "a\n\nb" }]);
  });

  it.each([
    ["an empty string", "", "input"],
    ["white space in a list", ["a", " "], "input[1]"],
    ["an empty list", [], "input"],
    ["too many", ["a", "b", "c", "d"], "input"],
    ["a long text", ["a", "x".repeat(21)], "input[1]"],
    ["parts that are long together", [0, 1].map(() => ({ type: "text", text: "x".repeat(15) })), "input"],
  ])("refuses %s", (_what, input, param) => {
    expect(inputs(input)).toMatchObject({ param });
  });

  it("takes one picture beside the text, or by itself", () => {
    const image = (url: string) => ({ type: "image_url", image_url: { url } });
    const url = "data:image/png;base64,AAAA";
    expect(inputs([{ type: "text", text: "a" }, image(url)])).toEqual([{ text: "a", image: url }]);
    expect(inputs([image("https://example.org/a.png")])).toEqual([
      { text: "", image: "https://example.org/a.png" },
    ]);
    expect(inputs([image(url), image(url)])).toMatchObject({ param: "input[1]" });
    expect(inputs([image("file:///etc/passwd")])).toMatchObject({ param: "input[0]" });
  });
});

describe("toModeration", () => {
  it("has OpenAI's thirteen categories, each with a score, a mark and its input types", () => {
    const result = toModeration(
      scored({ hate: 0.9, violence: 0.4, harassment: 0.2, sexual: 0, self_harm: 0.1 }),
    );
    expect(Object.keys(OPENAI_CATEGORIES)).toHaveLength(13);
    for (const part of ["categories", "category_scores", "category_applied_input_types"] as const)
      expect(Object.keys(result[part]).sort()).toEqual(Object.keys(OPENAI_CATEGORIES).sort());
    expect(result.category_scores).toMatchObject({
      hate: 0.9,
      "hate/threatening": 0.4,
      violence: 0.4,
      "harassment/threatening": 0.2,
      "self-harm": 0.1,
      illicit: 0,
    });
    expect(result.category_applied_input_types.sexual).toEqual(["text"]);
    expect(result.category_applied_input_types.illicit).toEqual([]);
  });

  it("marks a category when the policy does, and a double one when both halves are marked", () => {
    const verdict = { ...scored({ hate: 0.9, violence: 0.9 }).verdict, decision: "BLOCK" as const };
    const one = toModeration(scored({}, { verdict, flagged: ["hate"] }));
    expect(one.flagged).toBe(true);
    expect(one.categories.hate).toBe(true);
    expect(one.categories["hate/threatening"]).toBe(false);
    const both = toModeration(scored({}, { verdict, flagged: ["hate", "violence"] }));
    expect(both.categories["hate/threatening"]).toBe(true);
    expect(both.categories["illicit/violent"]).toBe(false);
  });

  it("flags what the policy would not approve, whatever the category", () => {
    const verdict = {
      ...scored({ spam: 0.99 }).verdict,
      decision: "FLAG" as const,
      decidedBy: ["spam" as const],
    };
    const result = toModeration(scored({}, { verdict, flagged: ["spam"] }));
    expect(result.flagged).toBe(true);
    expect(Object.values(result.categories).some(Boolean)).toBe(false);
    expect(result.sightline).toMatchObject({ decision: "FLAG", decided_by: ["spam"] });
  });
});

describe("notCovered", () => {
  it("lists what has no model, and what a text's language has none for", () => {
    const all = { harassment: 0, hate: 0, violence: 0, sexual: 0, self_harm: 0 };
    const never = ["illicit", "illicit/violent", "self-harm/intent", "self-harm/instructions"];
    expect(notCovered([scored(all)])).toEqual([...never, "sexual/minors", "violence/graphic"]);
    expect(notCovered([scored(all), scored({})])).toHaveLength(13);
  });
});
