import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { answerOf, parseMapping } from "./labels";
import { rereadable } from "./lines";
import { answerIn, type QualityRow, qualityRows, type RowOptions, surveyQualityFile } from "./rows";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-quality-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const DEFAULTS: RowOptions = { text: "text", id: "id", labels: "labels", mappings: [] };

/** What the bench makes of a file: the first reading and the rows of the second. */
async function readFile(file: string, options: Partial<RowOptions> = {}) {
  const all = { ...DEFAULTS, ...options };
  const { rows: count, mappings, notes } = await surveyQualityFile(file, all);
  const rows: QualityRow[] = [];
  for await (const row of qualityRows(file, all)) rows.push(row);
  expect(rows).toHaveLength(count);
  return { rows, mappings, notes };
}

function read(lines: readonly unknown[], options: Partial<RowOptions> = {}) {
  const file = path.join(folder, `${files++}.jsonl`);
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  writeFileSync(file, text);
  return readFile(file, options);
}

describe("parseMapping", () => {
  it("reads a category, several, an alias and a value that means yes", () => {
    expect(parseMapping("sexist=hate|harassment")).toEqual({
      label: "sexist",
      question: ["hate", "harassment"],
    });
    expect(parseMapping("x=insult")).toEqual({ label: "x", question: ["harassment"] });
    expect(parseMapping("class:spam=spam")).toEqual({ label: "class", yes: "spam", question: ["spam"] });
  });

  it.each(["nonsense", "=hate", "a=", "a=nothing"])("refuses %s", (argument) => {
    expect(() => parseMapping(argument)).toThrow(/--map/u);
  });
});

describe("answerOf", () => {
  const hate = parseMapping("label_gold=hate");
  it.each([
    [true, 1],
    [false, 0],
    [1, 1],
    [0, 0],
    ["1", 1],
    ["0", 0],
    [0.6, 1],
    [0.2, 0],
    ["True", 1],
    ["no", 0],
    ["hateful", 1],
    ["non-hateful", 0],
    ["not hate", 0],
    ["normal", 0],
    [["hate", "other"], 1],
    [[], 0],
    ["", undefined],
    [-1, undefined],
    ["-1", undefined],
    [" -1.0", undefined],
    [-0.25, undefined],
    [Number.NaN, undefined],
    ["nan", undefined],
    [null, undefined],
    [undefined, undefined],
  ])("reads %j as %j", (value, answer) => {
    expect(answerOf(value, hate)).toBe(answer);
  });

  it("takes the named value and nothing else for yes", () => {
    const spam = parseMapping("class:smishing=spam");
    expect(answerOf("Smishing", spam)).toBe(1);
    expect(answerOf("spam", spam)).toBe(0);
    expect(["", null, "NaN"].map((value) => answerOf(value, spam))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const signed = parseMapping("sign:1=spam");
    expect([1, -1].map((value) => answerOf(value, signed))).toEqual([1, 0]);
    expect(answerOf("-1", parseMapping("sign:-1=spam"))).toBe(1);
  });

  it("says what to do about a word that says neither", () => {
    expect(() => answerOf("maybe", hate)).toThrow(/--map "label_gold:VALUE=hate"/u);
  });
});

describe("a labelled file", () => {
  it("reads labels as an object, finds their categories, and keeps the order", async () => {
    const { rows, mappings } = await read([
      { id: 7, text: "a", labels: { toxic: 1, colour: "red" } },
      { text: "b", labels: { toxic: false } },
    ]);
    expect(rows.map(({ id, text }) => [id, text])).toEqual([
      [7, "a"],
      ["2", "b"],
    ]);
    expect(mappings).toEqual([{ label: "toxic", question: ["toxicity"] }]);
    expect(rows.map((row) => answerIn(row, mappings[0] as never))).toEqual([1, 0]);
  });

  it("reads labels that are fields of the row, under other names", async () => {
    const { rows, mappings } = await read(
      [{ prompt: "a", S: 1, SH: 0, H: null }, "", { prompt: "b", S: 0 }],
      {
        text: "prompt",
      },
    );
    expect(mappings.map(({ label }) => label).sort()).toEqual(["H", "S", "SH"]);
    const sexual = mappings.find(({ label }) => label === "S");
    expect(rows.map((row) => answerIn(row, sexual as never))).toEqual([1, 0]);
    expect(rows[1]?.id).toBe("3");
  });

  it("takes what a list of names leaves out for a no, and a missing list for unknown", async () => {
    const { rows, mappings } = await read([
      { text: "a", labels: ["hate"] },
      { text: "b", labels: [] },
      { text: "c" },
    ]);
    expect(rows.map((row) => answerIn(row, mappings[0] as never))).toEqual([1, 0, undefined]);
  });

  it("takes labels of -1 for silence, label by label, and says how many there are", async () => {
    const { rows, mappings, notes } = await read([
      { id: 1, text: "a", labels: { toxic: -1, threat: 1 } },
      { id: 2, text: "b", labels: { toxic: "-1", threat: -1 } },
      { id: 3, text: "c", labels: { toxic: 0, threat: null } },
    ]);
    expect(mappings.map((mapping) => rows.map((row) => answerIn(row, mapping)))).toEqual([
      [undefined, undefined, 0],
      [1, undefined, undefined],
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/not labelled: toxic in 2 rows, threat in 1 rows\. .*--map "toxic:1=/u),
    ]);
  });

  it("reads a single value under a given name, groups, languages and dotted paths", async () => {
    const { rows } = await read([{ post: { body: "a" }, label_gold: "hateful", target: "x", lang: "en" }], {
      text: "post.body",
      labels: "label_gold",
      group: "target",
      language: "lang",
      mappings: [parseMapping("label_gold=hate")],
    });
    expect(rows[0]).toMatchObject({ text: "a", groups: ["x"], language: "en" });
    expect(answerIn(rows[0] as never, parseMapping("label_gold=hate"))).toBe(1);
  });

  it("puts a row whose group field is a list in each of its groups, once", async () => {
    const lines = [["x", "y", "x", null], [], "x", 7, null, { deep: 1 }].map((target) => ({
      text: "a",
      target,
    }));
    const { rows } = await read(lines, { group: "target" });
    expect(rows.map(({ groups }) => groups)).toEqual([
      ["x", "y"],
      [],
      ["x"],
      ["7"],
      undefined,
      ['{"deep":1}'],
    ]);
  });

  it("judges an empty text, cuts one that is too long, stops at the limit, and says so", async () => {
    const { rows, notes } = await read(
      [{ text: "" }, { other: 1 }, { text: "x".repeat(30_000) }, { text: "no" }],
      {
        limit: 3,
      },
    );
    expect(rows.map(({ text }) => text.length)).toEqual([0, 0, 20_480]);
    expect(notes.join("\n")).toMatch(/1 rows have no text.*\n1 texts are cut.*\n3 rows have no id/u);
  });

  it("reads gzipped files whatever they are called, CRLF and a byte order mark", async () => {
    for (const name of ["packed.jsonl.gz", "packed.jsonl"]) {
      const file = path.join(folder, name);
      writeFileSync(file, gzipSync('\ufeff{"text":"a"}\r\n{"text":"b"}\r\n'));
      expect((await readFile(file)).rows.map(({ text }) => text)).toEqual(["a", "b"]);
    }
    const plain = path.join(folder, "plain.jsonl");
    writeFileSync(plain, '\ufeff{"text":"a"}\r\n\r\n{"text":"b"}');
    expect((await readFile(plain)).rows.map(({ id }) => id)).toEqual(["1", "3"]);
  });

  it("ends a line at a line feed alone, wherever the file is cut into chunks", async () => {
    const text = `a\u2028b\u2029c\u0085${"é".repeat(200_000)}`;
    const { rows } = await read([{ text: "short" }, `{"text":"${text}"}`, { text: "last" }]);
    expect(rows.map(({ text }) => text.slice(0, 6))).toEqual(["short", "a\u2028b\u2029c\u0085", "last"]);
  });

  it("reads what is no ordinary file from a copy, and deletes the copy", async () => {
    const copied = await rereadable("/dev/null");
    await expect(readFile(copied.file)).rejects.toThrow(/has no rows/u);
    copied.discard();
    expect(existsSync(copied.file)).toBe(false);
    expect((await rereadable(folder)).file).toBe(folder);
  });

  it.each([
    [["{oops"], {}, /line 1 is not JSON/u],
    [['{"text":"a"}', "[1]"], {}, /line 2 is a list, not a JSON object/u],
    [['{"text":"a"}', "7"], {}, /line 2 is not a JSON object/u],
    [[{ text: "a" }, "", { text: ["b"] }], {}, /line 3 has no text in its field text, but a list/u],
    [
      [
        { text: "a", labels: { toxic: 1 } },
        { id: "x", text: "b", labels: { toxic: "maybe" } },
      ],
      {},
      /line 2, row x:/u,
    ],
    [[{ body: "a" }], {}, /its fields are body.*--text FIELD/u],
    [[{ text: "a" }], { group: "target" }, /has a field target \(--group\); its fields are text/u],
    [[{ text: "a" }], { language: "lang" }, /has a field lang \(--language\)/u],
    [
      [{ text: "a", labels: { x: 1 } }],
      { mappings: [parseMapping("y=hate")] },
      /has a label y \(--map\); its labels are x/u,
    ],
    [[], {}, /has no rows/u],
  ])("refuses %j with the reason", async (lines, options, message) => {
    await expect(read(lines, options)).rejects.toThrow(message);
  });

  it("says when the file is not there, or broken off", async () => {
    await expect(readFile(path.join(folder, "missing.jsonl"))).rejects.toThrow(/cannot be read: ENOENT/u);
    await expect(readFile(folder)).rejects.toThrow(/cannot be read: EISDIR/u);
    const broken = path.join(folder, "broken.jsonl.gz");
    writeFileSync(broken, gzipSync('{"text":"a"}\n'.repeat(50)).subarray(0, -12));
    await expect(readFile(broken)).rejects.toThrow(/cannot be read: unexpected end/u);
  });
});
