import { expect, it } from "vitest";
import { queryString } from "./query-string";

it("leaves out what is not there and escapes the rest", () => {
  expect(queryString({})).toBe("");
  expect(queryString({ q: "", cursor: undefined })).toBe("");
  expect(queryString({ q: "a&b=c", limit: 0 })).toBe("?q=a%26b%3Dc&limit=0");
});
