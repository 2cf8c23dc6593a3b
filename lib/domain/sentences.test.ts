import { describe, expect, it } from "vitest";
import { sentencesOf } from "./sentences";

const read = (text: string, most = 10) =>
  sentencesOf(text, most).map(({ begin, end }) => text.slice(begin, end));

describe("sentencesOf", () => {
  it("finds sentences and lines, without the space around them", () => {
    expect(read("  Good morning. How are you?\nFine ")).toEqual(["Good morning.", "How are you?", "Fine"]);
  });

  it("takes neighbours together where there are many", () => {
    const text = "A one. A two. A three. A four. A five.";
    expect(read(text, 2)).toEqual(["A one. A two. A three.", "A four. A five."]);
  });

  it("finds none in white space", () => {
    expect(read(" \n ")).toEqual([]);
  });
});
