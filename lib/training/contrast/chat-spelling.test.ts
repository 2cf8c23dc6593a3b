import { describe, expect, it } from "vitest";
import { Random } from "../random";
import { inChatSpelling } from "./chat-spelling";

const spellings = (text: string) => {
  const random = new Random(3);
  return new Set(Array.from({ length: 600 }, () => inChatSpelling(text, random)));
};

describe("inChatSpelling", () => {
  it("types short forms, small letters and few marks", () => {
    const said = spellings("You're going to be late tonight, because I don't know the way.");
    for (const short of ["ur gonna be late", "youre finna be late", "late 2nite cuz", "cos idk"])
      expect([short, [...said].some((text) => text.includes(short))]).toEqual([short, true]);
    for (const text of said) expect(text).toMatch(/^[a-z0-9 ]+$/u);
  });

  it("changes whole words alone, and keeps lines, questions, quotes and emoji", () => {
    const said = spellings('A young tomato: "your theory"?\nDo you think so 🙂');
    for (const text of said) {
      expect(text).toMatch(/^a young tomato: "(?:your|ur|yo|yr) theory"\?\ndo (?:you|u|ya|yu) think so 🙂$/u);
    }
    expect(said.size).toBeGreaterThan(3);
  });

  it("gives the same spelling for the same random state", () => {
    const text = "I am going to tell you about the thing with them";
    expect(inChatSpelling(text, new Random(9))).toBe(inChatSpelling(text, new Random(9)));
  });
});
