import { describe, expect, it } from "vitest";
import { languageCodes } from "./language-codes";

describe("languageCodes", () => {
  it("takes codes however they are written, each once", () => {
    expect(languageCodes(["en", " DE", "De ", "", "pt"])).toEqual(["en", "de", "pt"]);
    expect(languageCodes(["iw"])).toEqual(["he"]);
  });

  it.each([
    [["english", " DE"], /^english is no language code \(ISO 639-1\): write en$/u],
    [["German"], /german is no language code .*write de/u],
    [["xx"], /xx is no language code .*two letters, such as en or de/u],
    [["e"], /e is no language code/u],
    [["deu"], /deu is no language code/u],
    [["en-GB"], /en-gb is no language code/u],
    [["", " "], /name a language/u],
    [[], /name a language/u],
  ])("refuses %j", (asked, message) => {
    expect(() => languageCodes(asked)).toThrow(message);
  });
});
