import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { calibrate } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { extractFeatures, FeatureBuffer } from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { packTensors } from "#lib/inference/runners/screen-tensors";
import { dequantise } from "./linear-model";
import { type TrainedScreen, trainScreen } from "./text-screen";
import { screenCard } from "./text-screen-card";
import { columnOf, loadScreenCorpus, type ScreenCorpus } from "./text-screen-corpus";
import { encodeScreenModel } from "./text-screen-onnx";
import { ScreenScorer } from "./text-screen-rows";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-screen-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, rows: object[]) =>
  writeFileSync(
    path.join(folder, `${name}.jsonl.gz`),
    gzipSync(rows.map((row, at) => JSON.stringify({ id: `${name}:${at}`, lang: "en", ...row })).join("\n")),
  );

const BITS = 14;
const options = { bits: BITS, epochs: 4, rate: 0.3, decay: 0, seed: 5, log: () => undefined };
let corpus: ScreenCorpus;
let trained: TrainedScreen;

beforeAll(async () => {
  const many = (make: (at: number) => object) => Array.from({ length: 600 }, (_, at) => make(at));
  write(
    "jigsaw20k",
    many((at) =>
      at % 3 === 0
        ? { text: `what a stupid fool number ${at} is, shameful`, labels: { toxic: 1 } }
        : { text: `the article about bridge ${at} needs a better source`, labels: { toxic: 0 } },
    ),
  );
  write(
    "sms_smishing",
    many((at) =>
      at % 3 === 0
        ? { text: `claim your prize ${at} now, click the link`, labels: { class: "spam" } }
        : { text: `see you at ${at % 12} by the station`, labels: { class: "ham" } },
    ),
  );
  write("toxic_spans", [
    {
      text: "He is a fool. The weather was nice and we all went out to the park.",
      labels: { toxic: 1 },
      char_offsets: [8, 9, 10, 11],
    },
  ]);
  write("surge_profanity_lexicon", [
    { text: "dang", labels: { category_1: "other / general insult", severity_rating: 1.2 } },
    { text: "heckword", labels: { category_1: "bodily fluids / excrement", severity_rating: 2.8 } },
  ]);
  corpus = await loadScreenCorpus(folder, { contrast: 60, seed: 1 });
  trained = trainScreen(corpus, options);
});

describe("loadScreenCorpus", () => {
  it("keeps held-out rows out of training and their own labels apart from guesses", () => {
    expect(corpus.rows.every((row) => row.split === "train")).toBe(true);
    expect(corpus.heldOut.length).toBeGreaterThan(100);
    const texts = new Set(corpus.rows.map((row) => row.text));
    expect(corpus.heldOut.some((row) => texts.has(row.text))).toBe(false);
    const toxic = corpus.heldOut.find((row) => row.known[columnOf("toxicity")] === 1);
    expect(toxic?.known[columnOf("profanity")]).toBeNaN();
    expect(toxic?.targets[columnOf("profanity")]).not.toBeNaN();
  });

  it("makes rows of marked stretches, of the sentences around them, of the lexicon and of templates", () => {
    const bySource = (source: string) =>
      corpus.rows.filter((row) => row.source === source).map((row) => row.text);
    expect(bySource("toxic_spans:stretch")[0]).toEqual("fool");
    expect(bySource("toxic_spans:rest")[0]).toEqual("The weather was nice and we all went out to the park.");
    expect(bySource("lexicon").slice(0, 2)).toEqual(["dang", "heckword"]);
    expect(bySource("contrast").length).toBeGreaterThanOrEqual(60);
  });

  it("adds padded copies of some rows that teach what the rows teach", () => {
    const fools = corpus.rows.filter(({ text }) => /fool number \d+ is, shameful/u.test(text));
    const padded = fools.filter(({ text }) => !/^what a .+ shameful$/su.test(text));
    expect(padded.length).toBeGreaterThan(20);
    expect(padded.length).toBeLessThan(fools.length / 2);
    expect(new Set(fools.map(({ source, targets }) => `${source} ${targets}`)).size).toBe(1);
  });

  it("trusts what is known, and nothing that is not", () => {
    for (const { targets, trust } of corpus.rows)
      targets.forEach((target, at) => {
        expect((trust[at] as number) > 0).toBe(!Number.isNaN(target));
      });
  });
});

describe("trainScreen", () => {
  const score = (text: string, category: (typeof CATEGORIES)[number]) => {
    const column = columnOf(category);
    const logit = new ScreenScorer(dequantise(trained.model), BITS).logits(text)[column] as number;
    const calibration = trained.calibrations[column]?.calibration;
    return calibration ? calibrate(calibration, logit) : Number.NaN;
  };

  it("tells harm from the rest, calibrated", () => {
    expect(score("such a stupid fool, shameful", "toxicity")).toBeGreaterThan(0.6);
    expect(score("the bridge needs a source", "toxicity")).toBeLessThan(0.2);
    expect(score("claim your prize, click the link", "spam")).toBeGreaterThan(0.6);
    expect(score("see you by the station", "spam")).toBeLessThan(0.2);
  });

  it("measures on validation rows", () => {
    const figures = trained.figures.find((f) => f.category === "toxicity" && f.source === "jigsaw20k");
    expect(figures?.auc).toBeGreaterThan(0.98);
    expect(figures?.rows).toBeLessThan(120);
    expect(figures?.ece).toBeLessThan(0.1);
  });

  it("is the same for the same seed", () => {
    const again = trainScreen(corpus, options);
    expect(again.model.weights).toEqual(trained.model.weights);
    expect(again.calibrations).toEqual(trained.calibrations);
  });

  it("writes an ONNX model that gives the same logits", async () => {
    const session = await ort.InferenceSession.create(encodeScreenModel(trained.model, { name: "test" }));
    const texts = ["such a stupid fool", "", "see you by the station ".repeat(40)];
    const features = texts.map((text) =>
      extractFeatures(normaliseInto(new TextBuffer(), text), new FeatureBuffer(BITS)),
    );
    const { logits } = await session.run(packTensors(features), ["logits"]);
    const values = logits?.data as Float32Array;
    const scorer = new ScreenScorer(dequantise(trained.model), BITS);
    texts.forEach((text, at) => {
      const expected = scorer.logits(text);
      for (let column = 0; column < CATEGORIES.length; column += 1)
        expect(values[at * CATEGORIES.length + column]).toBeCloseTo(expected[column] as number, 3);
    });
  });

  it("writes a card with its figures and limits", () => {
    const card = screenCard(
      {
        name: "text-screen",
        version: "9.9.9",
        files: { model: { bytes: 1_000_000, sha256: "abc" } },
        languages: { en: ["toxicity"] },
        bits: BITS,
      },
      trained,
    );
    expect(card).toMatch(/text-screen 9\.9\.9/);
    expect(card).toMatch(/\| toxicity \| jigsaw20k \|/);
    expect(card).not.toMatch(/NaN|undefined/);
  });
});
