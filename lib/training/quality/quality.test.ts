import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { categoryOf } from "#lib/domain/label-names";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { qualityFigures, qualityTable } from "./figures";
import { answerOf, parseMapping } from "./labels";
import { answerIn, type QualityFile, type RowOptions, readQualityFile } from "./rows";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-quality-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function read(lines: readonly unknown[], options: Partial<RowOptions> = {}): Promise<QualityFile> {
  const file = path.join(folder, `${files++}.jsonl`);
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  writeFileSync(file, text);
  return readQualityFile(file, { text: "text", id: "id", labels: "labels", mappings: [], ...options });
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
    [null, undefined],
    [undefined, undefined],
  ])("reads %j as %j", (value, answer) => {
    expect(answerOf(value, hate)).toBe(answer);
  });

  it("takes the named value and nothing else for yes", () => {
    const spam = parseMapping("class:smishing=spam");
    expect(answerOf("Smishing", spam)).toBe(1);
    expect(answerOf("spam", spam)).toBe(0);
  });

  it("says what to do about a word that says neither", () => {
    expect(() => answerOf("maybe", hate)).toThrow(/--map "label_gold:VALUE=hate"/u);
  });

  it("knows the usual names", () => {
    expect(["Toxic", "SH", "identity_attack", "H", "self-harm"].map(categoryOf)).toEqual([
      "toxicity",
      "self_harm",
      "hate",
      "hate",
      "self_harm",
    ]);
    expect(categoryOf("colour")).toBeUndefined();
  });
});

describe("readQualityFile", () => {
  it("reads labels as an object, finds their categories, and keeps the order", async () => {
    const { rows, mappings } = await read([
      { id: 7, text: "a", labels: { toxic: 1, colour: "red" } },
      { text: "b", labels: { toxic: false } },
    ]);
    expect(rows.map(({ id, text }) => [id, text])).toEqual([
      ["7", "a"],
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

  it("reads a single value under a given name, groups, languages and dotted paths", async () => {
    const { rows } = await read([{ post: { body: "a" }, label_gold: "hateful", target: "x", lang: "en" }], {
      text: "post.body",
      labels: "label_gold",
      group: "target",
      language: "lang",
      mappings: [parseMapping("label_gold=hate")],
    });
    expect(rows[0]).toMatchObject({ text: "a", group: "x", language: "en" });
    expect(answerIn(rows[0] as never, parseMapping("label_gold=hate"))).toBe(1);
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

  it("reads gzipped files and a byte order mark", async () => {
    const file = path.join(folder, "packed.jsonl.gz");
    writeFileSync(file, gzipSync('\ufeff{"text":"a"}\r\n{"text":"b"}\r\n'));
    const { rows } = await readQualityFile(file, { text: "text", id: "id", labels: "labels", mappings: [] });
    expect(rows).toHaveLength(2);
  });

  it.each([
    [["{oops"], /line 1 is not JSON/u],
    [['{"text":"a"}', "[1]"], /line 2 is not a JSON object/u],
    [[{ body: "a" }], /its fields are body.*--text FIELD/u],
    [[], /has no rows/u],
  ])("refuses %j with the reason", async (lines, message) => {
    await expect(read(lines)).rejects.toThrow(message);
  });

  it("says when the file is not there", async () => {
    const missing = path.join(folder, "missing.jsonl");
    const options = { text: "text", id: "id", labels: "labels", mappings: [] };
    await expect(readQualityFile(missing, options)).rejects.toThrow(/cannot be read/u);
  });
});

describe("qualityFigures", () => {
  const policy = DEFAULT_POLICY;
  const row = (answer: unknown, group: string) => ({
    id: "1",
    text: "",
    language: null,
    group,
    labels: { sexist: answer },
    listed: false,
  });
  const rows = [row(1, "a"), row(0, "a"), row(1, "b"), row(0, "b"), row(null, "b")];
  const scores = [{ hate: 0.9 }, { hate: 0.1 }, { harassment: 0.8, hate: 0.2 }, {}, { hate: 1 }];

  it("takes the highest of several categories, counts what is not scored as 0, and leaves the unlabelled out", () => {
    const [all, a, b] = qualityFigures(rows, scores, [parseMapping("sexist=hate|harassment")], {
      policy,
      rounds: 30,
    });
    expect(all).toMatchObject({ group: "all", rows: 4, positives: 2, auc: 1, averagePrecision: 1 });
    expect(all?.confusion).toMatchObject({ f1: 1, macroF1: 1, accuracy: 1 });
    expect([a?.group, b?.group]).toEqual(["a", "b"]);
    expect(all?.aucInterval).toEqual({ low: 1, high: 1 });
    expect(qualityTable([all as never])).toContain("hate|harassment");
  });
});
