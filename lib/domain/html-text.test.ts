import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlToText } from "./html-text";

describe("htmlToText", () => {
  it.each([
    ["no markup at all", "a < b & c > d", "a < b & c > d"],
    ["inline tags", "so <b>very</b> <a href='x>y'>nice</a>", "so very nice"],
    ["blocks", "<p>one</p><p>two<br>three</p>", "one\ntwo\nthree\n"],
    ["entities", "&lt;3 &amp; caf&#233; &#x1F600;&nbsp;ok", "<3 & café 😀 ok"],
    ["entities that are none", "AT&T &unknown; &#0; &#xD800;", "AT&T &unknown; &#0; &#xD800;"],
    ["scripts and styles", "a<script>var x = '<b>';</script>b<style>p {}</style>c", "abc"],
    ["comments", "a<!-- not <b>read -->b<!-- open", "ab"],
    ["a tag that never ends", "a <b", "a <b"],
  ])("reads %s", (_what, html, text) => {
    expect(htmlToText(html).text).toBe(text);
  });

  it("knows where each character stood", () => {
    const html = "<i>you &amp; me</i>";
    const { text, starts } = htmlToText(html);
    expect(text).toBe("you & me");
    expect(html.slice(starts[0], starts[3])).toBe("you");
    expect(starts[4]).toBe(html.indexOf("&amp;"));
    expect(html.slice(starts[6], starts[8])).toBe("me</i>");
  });

  it("has one ascending place per code unit and one for the end, whatever it is given", () => {
    const pieces = fc.constantFrom(
      "<p>",
      "</p>",
      "<",
      ">",
      "&",
      "&lt;",
      "<!--",
      "-->",
      "<script>",
      "x",
      "😀",
      "'",
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const html = parts.join("");
        const { text, starts } = htmlToText(html);
        expect(starts).toHaveLength(text.length + 1);
        expect(starts.every((start, i) => i === 0 || start >= (starts[i - 1] as number))).toBe(true);
        expect(starts.at(-1)).toBe(html.length);
      }),
    );
  });

  it("takes no more than linear time over text made to hurt", () => {
    for (const html of [
      "<a ".repeat(7000),
      "<!--".repeat(5000),
      `<a "${"'".repeat(20000)}`,
      "<script>".repeat(2500),
    ])
      expect(htmlToText(html).starts.at(-1)).toBe(html.length);
  });
});
