import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { comparePerspective, readScoreTable, type TableOptions } from "./compare-perspective";

const read = (csv: string, options?: TableOptions) => readScoreTable(Readable.from([csv]), options);

describe("readScoreTable", () => {
  it("finds text, language and attributes by their names", async () => {
    const table = await read(
      '\uFEFFid,Comment_Text,lang,TOXICITY,perspective_insult_score,likes\r\n7,"one, ""two""\nthree",en,0.5,,3\r\n',
    );
    expect(table.attributes).toEqual(["TOXICITY", "INSULT"]);
    expect(table.rows).toEqual([
      { row: 2, text: 'one, "two"\nthree', language: "en", scores: { TOXICITY: 0.5 } },
    ]);
  });

  it("leaves out what it cannot use, and says why", async () => {
    const { rows, skipped } = await read("text,TOXICITY\na,0.1\n ,0.2\nb,high\nc,1.5\nd,1\n");
    expect(rows.map(({ text }) => text)).toEqual(["a", "d"]);
    expect(skipped).toEqual([
      { row: 3, reason: "no text" },
      { row: 4, reason: "a score that is no number from 0 to 1" },
      { row: 5, reason: "a score that is no number from 0 to 1" },
    ]);
  });

  it("takes another text column and another delimiter", async () => {
    const table = await read("Post;threat\nhello;0.2\n", { textColumn: "post", delimiter: ";" });
    expect(table.rows).toMatchObject([{ text: "hello", scores: { THREAT: 0.2 } }]);
  });

  it.each([
    ["nothing", "", "empty"],
    ["no text column", "a,TOXICITY\n1,0.2\n", "no text column"],
    ["no attribute", "text,wit\na,0.2\n", "such as TOXICITY"],
    ["a quote that never ends", 'text,TOXICITY\n"a,0.2\n', "not valid CSV"],
  ])("refuses %s", async (_what, csv, message) => {
    await expect(read(csv)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message),
    });
  });
});

describe("comparePerspective", () => {
  it("compares each attribute with what the models say, and names those no model covers", async () => {
    const csv = ["text,TOXICITY,THREAT", ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n},0.${n},0.1`)].join(
      "\n",
    );
    const result = await comparePerspective(await read(csv), async ({ text }) => ({
      toxicity: Number(text) / 20,
    }));
    expect(result.uncovered).toEqual(["THREAT"]);
    expect(result.attributes.TOXICITY).toMatchObject({ texts: 9, spearman: expect.closeTo(1, 9) });
    const half = result.attributes.TOXICITY?.thresholds[0];
    expect(half).toMatchObject({ before: 0.5, texts: 5, agreement: 1 });
    expect(half?.after).toBeCloseTo(0.225, 9);
  });
});
