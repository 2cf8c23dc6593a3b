import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "./export-rows";

describe("csvLine", () => {
  it("is read back as it was, whatever the words", () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        expect(parse(csvLine(words), { relax_column_count: true })).toEqual([words]);
      }),
    );
  });

  it("leaves nothing absent, keeps numbers and objects, and disarms formulas", () => {
    expect(csvLine([null, 0.5, { spam: 1 }])).toBe(',0.5,"{""spam"":1}"\r\n');
    expect(csvLine(["=1+1", "-2+3", "@x", "+SUM(A1)"])).toBe("'=1+1,'-2+3,'@x,'+SUM(A1)\r\n");
    expect(csvLine(["-2", "+0.5"])).toBe("-2,+0.5\r\n");
  });
});
