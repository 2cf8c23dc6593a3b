import { describe, expect, it } from "vitest";
import { readFilter, writeFilter } from "./items";

const NOTHING = readFilter(new URLSearchParams());

describe("item filters in the address", () => {
  it("survive the way there and back", () => {
    const filter = { ...NOTHING, decision: "FLAG" as const, author: "a & b", category: "self_harm" as const };
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
  });

  it("leave out what does not narrow", () => {
    expect(writeFilter(readFilter(new URLSearchParams("")))).toBe("");
  });

  it("ignore what is not a value", () => {
    const search = new URLSearchParams("decision=MAYBE&state=1&category=cats&author=x&cursor=y");
    expect(readFilter(search)).toEqual({ ...NOTHING, author: "x" });
  });
});
