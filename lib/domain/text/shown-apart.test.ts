import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawnStretches, wordsInNames } from "./shown-apart";

const drawn = (text: string) =>
  drawnStretches(text)
    .map(({ start, end }) => text.slice(start, end))
    .join("");
const words = (text: string) =>
  wordsInNames(text)
    .map(({ start, end }) => text.slice(start, end))
    .join(" ");

describe("drawnStretches", () => {
  it.each([
    ["[you](x) [are](x) [silly](x)", "you are silly"],
    ["[you](https://a.example/1?b=c 'title') are [silly](</a b>)", "you are silly"],
    ["[you][1] [are][1] [silly][x]", "you are silly"],
    ["I [will](x) not ![be](y) late", "I will not be late"],
    ["[you](x),\n[silly](y)", "you,\nsilly"],
    ["how si[ll](x)y", "how silly"],
    ["[si](x)lly", "silly"],
    ["how si<br>lly", "how silly"],
    ["HOW SI<BR/>LLY", "HOW SILLY"],
    ["how s<br><br>i<p class='a b'>lly", "how silly"],
    ["how si<x>lly, si<!x>lly", "how silly, silly"],
    ['<a href="x">you</a> <a href="y">silly</a> one', "you silly one"],
  ])("are what %s shows", (text, shown) => expect(drawn(text)).toBe(shown));

  it.each([
    "plain, [with] (brackets) and a [single link](https://example.org/a)",
    'see <a href="x">this</a>',
    "first line<br>Second line,<br>\nthird line. <p>Fourth</p><p>Fifth</p>",
    "if a<b and b>c then a<b && c>d, i <3 you > me",
    "for (i=0;i<s;i++) x>y",
    "total = rows[i][j] + rows[j][i]",
    "- [x] done [ ] open [1] [2]",
    "- [one](a.md)\n- [two](b.md)\n\nsee [three](c.md) | [four](d.md)",
    "with [one](https://a.example/1) rather than [two](https://a.example/2)",
    "claimed [1](https://a.example/1) and shown [2](https://a.example/2)",
    '<a href="x"><img src="1.svg"></a> <a href="y"><img src="2.svg"></a>',
  ])("are none of %s", (text) => expect(drawnStretches(text)).toEqual([]));

  it("takes no longer than the text is long, whatever is begun and not ended", () => {
    for (const part of ["[", "[a", "[a](", "[a](b", "![a][", "a<b ", "a<b 'c", "aa<b>", "<a ", "]("]) {
      drawnStretches(part.repeat(8000));
      drawnStretches(`aa${part.repeat(8000)}`);
    }
  }, 4000);
});

describe("stretches", () => {
  const unit = fc.constantFrom(
    ..."ab A_-/.<>[]()\n",
    ...["[a](b)", "](x)", "][y]", "<br>", "<a ", "</a>", "https://", "x.example/", "you", "Your", "😀"],
  );

  it("stand in the text one behind another, none of them empty", () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        for (const stretches of [drawnStretches(text), wordsInNames(text)]) {
          let last = 0;
          for (const { start, end } of stretches) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("wordsInNames", () => {
  it.each([
    ["https://x.example/i-will-see-you-tonight", "i will see you tonight"],
    ["see www.x.example/a/1?q=i+will+see+you&b=c.", "i will see you"],
    ["x.example/12/you_are_so_silly#top", "you are so silly"],
    ["https://you-are-silly.example/", "you are silly"],
    ["def i_will_see_you(): pass", "i will see you"],
    ["call seeYourselfNow() and SEE_YOU_LATER", "see Yourself Now SEE YOU LATER"],
    ["@YouAreSoSilly", "You Are So Silly"],
  ])("reads %s", (text, read) => expect(words(text)).toBe(read));

  it.each([
    "you said that I will see you tonight",
    "a do-it-yourself kit, pay-as-you-go",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ and YouTubeVideoPlayer",
    "https://example.org/news/man-killed-in-crash-on-motorway",
    "https://example.org/a1b2c3d4?utm_source=x&utm_medium=y_z_w",
    "killChildProcess(child_process_id); const isUserInRole = get_current_user_name();",
    "for_i_in range, iPhoneCase, iOSVersionName, for (let i_1 = 0; i_1 < n;)",
    "mail you@example.org or thank_you",
    "https://t.example/aUrX9iBu and https://t.example/xU4bIc7Dd-2k",
  ])("leaves alone %s", (text) => expect(words(text)).toBe(""));

  it("takes no longer than the text is long", () => {
    for (const part of ["a.", "a-", "you_", "https://", "aA", "www.a/"]) wordsInNames(part.repeat(20_000));
  }, 4000);
});
