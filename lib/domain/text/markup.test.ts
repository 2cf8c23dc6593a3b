import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSingleSign, showsNothing, splitsWords, withoutMarkup } from "./markup";

const markup = fc.string({
  unit: fc.constantFrom(
    ..."ab <>&#;&lt;",
    "<b>",
    "</b>",
    "&shy;",
    "&#97;",
    "&amp;",
    "&#128514;",
    "😀",
    "<![CDATA[",
    "]]>",
  ),
  maxLength: 20,
});

describe("withoutMarkup", () => {
  it("is silent about a text that holds none", () => {
    for (const text of [
      "plain",
      "rows[at[0]]> 1 && a <3",
      "a < b && c > d",
      "<3",
      "&oldid;",
      "&#128514;",
      "fish &amp; chips",
    ])
      expect(withoutMarkup(text)).toBeUndefined();
  });

  it.each([
    "<!-- see you later -->",
    "<!--later-->",
    "<b title='see you later'>",
    "<i later>",
    "<font color=later>",
    '<span style="color: see you later">',
    "<em class=later>",
    "<p></p>",
    "<br></br>",
    "<code>later</code>",
    "<later></later>",
  ])("takes nothing away that could be read: %s", (text) => expect(withoutMarkup(text)).toBeUndefined());

  it.each([
    '<font color="#FF0000" size=+2>',
    '<span style="font-weight: 400; font-size:12.5px">',
    "<b style='color:red'>",
    "<!-- *** -->",
    "<s />",
    "<!-->",
    "<!>",
    "<code></code>",
    "<a></a>",
    "<nobr>",
    "&InvisibleTimes;",
    "&NegativeThinSpace;",
    "&af;",
    "<![CDATA[]]>",
    "<![CDATA[ - ]]>",
  ])("takes away how letters look, and what shows as nothing: %s", (tag) =>
    expect(withoutMarkup(`so${tag}on`)?.plain).toBe("soon"),
  );

  it("reads a section that is to be shown as it stands as what stands in it", () => {
    expect(withoutMarkup("<p><![CDATA[see you ]]><![CDATA[later]]></p>")?.plain).toBe("<p>see you later</p>");
    expect(withoutMarkup("<![CDATA[a[b[0]]> c")?.plain).toBe("a[b[0 c");
    expect(withoutMarkup("so<![CDATA[x]]>on")).toBeUndefined();
  });

  it("places each unit in the original, in order", () => {
    fc.assert(
      fc.property(markup, (text) => {
        const reading = withoutMarkup(text);
        if (!reading) return;
        const { plain, starts, ends } = reading;
        expect([starts.length, ends.length]).toEqual([plain.length, plain.length]);
        for (const [at, start] of starts.entries()) {
          const end = ends[at] as number;
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(at > 0 ? (ends[at - 1] as number) : 0);
          if (end - start === 1) expect(text[start]).toBe(plain[at]);
        }
        expect(ends.at(-1) ?? 0).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("takes no longer than the text is long, whatever is begun and not ended", () => {
    for (const part of [
      "<b ",
      "<b a",
      "<b a= ",
      "<!-- ",
      "a<b 'b",
      "<b color=red ",
      "<a><b",
      "a<b x>",
      "<![CDATA[",
      "<![CDATA[]]>",
      "a]]>",
      "&#",
      "&amp;",
    ]) {
      withoutMarkup(part.repeat(4000));
      splitsWords(part.repeat(4000));
    }
  }, 2000);
});

describe("showsNothing", () => {
  it.each(["", " \n", "\u200b\u2060", "\ufeff", "\u2800", "\u3164", "&shy;&#8203;", "<b></b>"])(
    "sees nothing in %j",
    (text) => expect(showsNothing(text)).toBe(true),
  );
  it.each([".", "😀", "\ud800", "\u200ba", "&amp;", "<br>", "\ue000", "\u0336"])(
    "sees something in %j",
    (text) => expect(showsNothing(text)).toBe(false),
  );
});

describe("splitsWords", () => {
  it.each([
    "s<b x y>end",
    "s<b x y>e<b x y>nd",
    "se<!-- a b -->nd",
    "se<b class='a b'>nd",
    "se<i x=y>nd",
    "se<b></b><!--a-->nd",
    "s<![CDATA[e]]>nd",
    "se<![CDATA[nd]]>",
    "<![CDATA[se]]>nd",
  ])("sees it in %s", (text) => expect(splitsWords(text)).toBe(true));
  it.each([
    "se<b></b>nd",
    "a <!-- b -->c",
    "i<b && c>d",
    "if a<b and b>c then",
    "for (i=0;i<s;i++) x>y",
    "see <a href='x'>this</a>",
    "<b><![CDATA[see this]]></b> and <![CDATA[that]]>",
    "a[b[0]]>c",
  ])("does not see it in %s", (text) => expect(splitsWords(text)).toBe(false));
});

describe("isSingleSign", () => {
  it.each(["k", " k.\n", "1", "?!", "...", "<3", ":("])("is told of %j", (text) =>
    expect(isSingleSign(text)).toBe(true),
  );
  it.each(["88", "ok", "8=D", "k k", "\u6b7b", "\u00e9", "\u{1f595}", "///////"])(
    "is not told of %j",
    (text) => expect(isSingleSign(text)).toBe(false),
  );
});
