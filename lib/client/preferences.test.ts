import { describe, expect, it } from "vitest";
import { parsePreferences } from "./preferences";

const DEFAULTS = { blur: false, overlay: true, singleKeys: true };

describe("parsePreferences", () => {
  it("starts with the defaults", () => expect(parsePreferences(null)).toEqual(DEFAULTS));

  it("keeps what it knows and mends the rest", () => {
    expect(parsePreferences('{"blur":true,"overlay":"yes","other":1}')).toEqual({ ...DEFAULTS, blur: true });
  });

  it("survives what is not JSON, or not an object", () => {
    expect(parsePreferences("{")).toEqual(DEFAULTS);
    expect(parsePreferences("[]")).toEqual(DEFAULTS);
    expect(parsePreferences("null")).toEqual(DEFAULTS);
  });
});
