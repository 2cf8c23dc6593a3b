import { describe, expect, it } from "vitest";
import { splitWords } from "#lib/domain/text/words";
import { carried } from "./carriers";
import { Random } from "./random";

const draws = (text: string, seed: number, most = 90): string[] => {
  const random = new Random(seed);
  return Array.from({ length: 600 }, () => carried(text, random, most));
};

describe("carried", () => {
  it("keeps every word of the text in its place, but where it stands in an address or a name", () => {
    const text = "Nobody here wants your rude old comments";
    const forms = splitWords(text).map(({ form }) => form);
    const glued = draws(text, 3).filter((whole) => {
      let at = 0;
      for (const { form } of splitWords(whole)) if (form === forms[at]) at++;
      return at < forms.length;
    });
    for (const whole of glued) expect(whole).toMatch(/[?&=]|^#Nobody#here/u);
    expect(glued.length).toBeLessThan(60);
  });

  it("writes JSON that can be read, and carries in many ways", () => {
    const all = draws('He said "no",\nthen left', 5);
    expect(new Set(all).size).toBeGreaterThan(300);
    const objects = all.filter((whole) => /^[{[]"|^\[\{/u.test(whole));
    expect(objects.length).toBeGreaterThan(20);
    for (const whole of objects)
      expect(JSON.stringify(JSON.parse(whole))).toContain('He said \\"no\\",\\nthen left');
    for (const sign of ["](http", "</", "#He", "> ", "| ", "// "])
      expect(all.filter((whole) => whole.includes(sign)).length).toBeGreaterThan(2);
  });

  it("leaves a text alone where there is no room, and gives the same for the same seed", () => {
    const full = "word ".repeat(90).trim();
    for (const whole of draws(full, 7)) expect(splitWords(whole).length).toBeLessThanOrEqual(90);
    expect(draws("hello there", 9)).toEqual(draws("hello there", 9));
  });
});
