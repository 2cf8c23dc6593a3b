import { describe, expect, it } from "vitest";
import { categoryOf, foldedName } from "./label-names";
import { OPENAI_CATEGORIES } from "./openai-moderation";
import { CATEGORIES } from "./taxonomy";

describe("categoryOf", () => {
  it("knows every category by its own name", () => {
    expect(CATEGORIES.map(categoryOf)).toEqual([...CATEGORIES]);
  });

  it.each([
    ["toxicity", "toxic severe_toxic severe_toxicity SEVERE_TOXICITY"],
    ["harassment", "insult HR harassment/threatening"],
    ["hate", "identity_hate identity_attack H H2 hate/threatening"],
    ["violence", "threat V V2 violence/graphic"],
    ["sexual", "sexual_explicit sexually_explicit S S3 sexual/minors"],
    ["profanity", "obscene"],
    ["self_harm", "SH self-harm self-harm/intent self-harm/instructions"],
  ])("%s is also called %s", (category, names) => {
    for (const name of names.split(" ")) expect([name, categoryOf(name)]).toEqual([name, category]);
  });

  it("gives each of OpenAI's labels the category that its name begins with, and none to what nothing here covers", () => {
    for (const name of Object.keys(OPENAI_CATEGORIES)) {
      const [begun = ""] = name.split("/");
      expect([name, categoryOf(name)]).toEqual([
        name,
        CATEGORIES.find((each) => foldedName(each) === foldedName(begun)),
      ]);
    }
  });

  it.each(["colour", "", "OK", "neutral", "constructor", "__proto__"])("says nothing of %j", (name) => {
    expect(categoryOf(name)).toBeUndefined();
  });
});
