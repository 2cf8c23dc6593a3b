import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { Failure } from "#lib/domain/failure";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { demandSets, exampleOf, loadExamples, rationalesOf, splitOf, targetRow } from "./datasets";
import { DATASETS, type DatasetSource } from "./label-table";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-datasets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const source = (file: string) => DATASETS.find((entry) => entry.file === file) as DatasetSource;
const at = (category: (typeof CATEGORIES)[number]) => CATEGORIES.indexOf(category);
const row = (labels: Record<string, unknown>, rest = {}) => ({
  id: "1",
  lang: "en",
  text: "A few words.",
  labels,
  ...rest,
});
const write = (name: string, rows: unknown[]) =>
  writeFileSync(
    path.join(folder, `${name}.jsonl.gz`),
    gzipSync(rows.map((entry) => JSON.stringify(entry)).join("\n")),
  );

describe("label table", () => {
  const samples: [string, Record<string, unknown>][] = [
    ["jigsaw20k", { toxic: 1 }],
    ["jigsaw20k", { toxic: 0 }],
    ["civil_typed_spans", { Insult: 0.67 }],
    ["civil_typed_spans", {}],
    ["toxic_spans", { toxic: 1 }],
    ["davidson", { class: "hate", votes: [2, 1, 0] }],
    ["hatexplain", { class: "offensive" }],
    ["cad", { abusive: 1 }],
    ["edos", { sexist: 1, category: "2. derogation" }],
    ["edos", { sexist: 0, category: "none" }],
    ["tweeteval_offensive", { offensive: 0 }],
    ["tweeteval_hate", { hate: 1 }],
    ["stormfront", { hate: 0 }],
    ["hatemojibuild", { hate: 1, type: "threateninglanguage" }],
    ["sdcnl", { suicide_vs_depression: 0 }],
    ["sms_smishing", { class: "smishing" }],
    ["enron_spam", { spam: 0 }],
    ["liar", { truth: "half-true" }],
    ["covid_fake_news", { fake: 1 }],
    ["bias_madlibs_en_intersectional_DEV", { toxic: 0 }],
    ["told_br", { homophobia: 0, obscene: 3, insult: 1, racism: 0, misogyny: 0, xenophobia: 0 }],
    ["cold_zh", { offensive: 1 }],
    ["offenseval_tr", { offensive: 0 }],
    ["russian_combined", { toxic: 1 }],
  ];

  it.each(samples)("%s %j gives probabilities", (file, labels) => {
    const targets = source(file).targets(labels);
    const values = Object.values(targets ?? {});
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value >= 0 && value <= 1).toBe(true);
  });

  it("covers every set of the table with a sample", () => {
    expect(new Set(samples.map(([file]) => file))).toEqual(new Set(DATASETS.map((entry) => entry.file)));
  });

  it("keeps silence apart from zero", () => {
    const spam = exampleOf(row({ class: "spam" }), source("sms_smishing"));
    expect(spam?.targets[at("spam")]).toBe(1);
    expect(spam?.targets[at("harassment")]).toBeNaN();
    const toxic = exampleOf(row({ toxic: 1 }), source("jigsaw20k"));
    expect(toxic?.targets[at("toxicity")]).toBe(1);
    expect(toxic?.targets[at("sexual")]).toBeNaN();
  });

  it("keeps the raters' shares", () => {
    const targets = source("civil_typed_spans").targets({ Insult: 0.67, Threat: 0.33 });
    expect(targets).toMatchObject({ harassment: 0.67, violence: 0.33, hate: 0 });
    const votes = source("davidson").targets({ votes: [1, 2, 0] });
    expect(votes?.hate).toBeGreaterThan(0.3);
    expect(votes?.hate).toBeLessThan(0.5);
  });
});

describe("examples", () => {
  it("puts unknown categories down as NaN, in the order of the taxonomy", () => {
    const values = targetRow({ toxicity: 1, spam: 0 });
    expect(values).toHaveLength(CATEGORIES.length);
    expect([values[at("toxicity")], values[at("spam")]]).toEqual([1, 0]);
    expect(values[at("hate")]).toBeNaN();
  });

  it("turns code point offsets into UTF-16 rationales", () => {
    expect(rationalesOf(row({}, { text: "😀 rude", typed_spans: [["Insult", 2, 6]] }))).toEqual([
      { type: "Insult", start: 3, end: 7 },
    ]);
    expect(rationalesOf(row({}, { text: "so rude so", char_offsets: [3, 4, 5, 6, 8, 9] }))).toEqual([
      { type: "toxic", start: 3, end: 7 },
      { type: "toxic", start: 8, end: 10 },
    ]);
  });

  it("leaves empty texts out", () => {
    expect(exampleOf(row({ toxic: 0 }, { text: "  " }), source("jigsaw20k"))).toBeNull();
  });
});

describe("splitOf", () => {
  it("puts copies of a text on one side", () => {
    expect(splitOf("Hello, my  FRIEND!!")).toBe(splitOf("hello my friend"));
  });

  it("keeps the proportions", () => {
    const splits = Array.from({ length: 5000 }, (_, index) => splitOf(`sentence number ${index} of many`));
    const share = (split: string) => splits.filter((each) => each === split).length / splits.length;
    expect(share("validation")).toBeCloseTo(0.1, 1);
    expect(share("calibration")).toBeCloseTo(0.1, 1);
  });
});

describe("loadExamples", () => {
  it("streams the sets that are there", async () => {
    write("jigsaw20k", [row({ toxic: 0 }), row({ toxic: 1 })]);
    write("sms_smishing", [row({ class: "ham" })]);
    const seen: [string, number][] = [];
    const examples = await loadExamples(folder, { onFile: (file, count) => seen.push([file, count]) });
    expect(seen).toEqual([
      ["jigsaw20k", 2],
      ["sms_smishing", 1],
    ]);
    expect(examples.map((example) => example.source)).toEqual(["jigsaw20k", "jigsaw20k", "sms_smishing"]);
    expect(await loadExamples(folder, { files: ["sms_smishing"] })).toHaveLength(1);
  });

  it("names the file and line of a row that is not right", async () => {
    write("cad", [row({ abusive: 0 }), { id: 7 }]);
    await expect(loadExamples(folder, { files: ["cad"] })).rejects.toThrow(/cad\.jsonl\.gz:2/);
  });

  it.each([
    ["a line that is no JSON", gzipSync('{"id":"1"\n'), /liar\.jsonl\.gz:1 is no row of a set/],
    [
      "a file that is cut short",
      gzipSync("a".repeat(5000)).subarray(0, 20),
      /liar\.jsonl\.gz cannot be read/,
    ],
  ])("refuses %s in a sentence", async (_, bytes, sentence) => {
    writeFileSync(path.join(folder, "liar.jsonl.gz"), bytes);
    const failure = await loadExamples(folder, { files: ["liar"] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect((failure as Failure).message).toMatch(sentence);
  });

  it("says so when there is nothing", async () => {
    const none = path.join(folder, "none");
    await expect(loadExamples(none)).rejects.toThrow(/^no training set lies in .*none\. Name the folder/);
    expect(() => demandSets(none)).toThrow(/^no training set lies in /);
    expect(() => demandSets(folder)).not.toThrow();
  });
});
