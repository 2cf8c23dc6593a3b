import { describe, expect, it } from "vitest";
import { isPublicPage, safeCallback } from "./public-pages";

describe("isPublicPage", () => {
  it.each(["/login", "/appeal/abc", "/invite/abc", "/docs/errors"])("%s is", (path) => {
    expect(isPublicPage(path)).toBe(true);
  });
  it.each(["/", "/review", "/login/x", "/appeal", "/appeal/a/b", "/settings/people", "/docsx", "/audit"])(
    "%s is not",
    (path) => {
      expect(isPublicPage(path)).toBe(false);
    },
  );
});

describe("safeCallback", () => {
  it.each([
    ["/review?x=1", "/review?x=1"],
    ["/items/itm_1#top", "/items/itm_1"],
    ["https://elsewhere.test/", "/"],
    ["//elsewhere.test/", "/"],
    ["/\\elsewhere.test/", "/"],
    ["/\t/elsewhere.test/", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
    [undefined, "/"],
  ])("%j becomes %j", (target, expected) => {
    expect(safeCallback(target)).toBe(expected);
  });
});
