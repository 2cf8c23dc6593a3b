import { describe, expect, it } from "vitest";
import { plainlySpelt } from "./plain-spelling";

describe("plainlySpelt", () => {
  it.each([
    ["You c0mplete 1diot!", "You complete idiot!"],
    ["an іdіоt and a dog", "an idiot and a dog"],
    ["i d i o t, go home", "idiot, go home"],
    ["v.i.a.g.r.a for all", "viagra for all"],
    ["what an id<b>io</b>t", "what an idiot"],
    ["what an id\u200biot", "what an idiot"],
    ["how $tupid", "how stupid"],
  ])("writes what is disguised: %s", (text, plain) => {
    expect(plainlySpelt(text)).toBe(plain);
  });

  it.each([
    "Don't tell @user, I'm naïve: 4ever at the café, 3rd of 1,000!",
    "A well-known #MAGA thing 😀 at http://example.com/a1b2, f**k it.",
    "Привет, как дела?",
    "",
  ])("leaves all else as it is: %s", (text) => {
    expect(plainlySpelt(text)).toBe(text);
  });
});
