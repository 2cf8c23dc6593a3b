import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords } from "#lib/domain/text/words";
import { TextDeepCorpus } from "./text-deep-corpus";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-corpus-"));
afterAll(() => rmSync(folder, { recursive: true }));

function writeSet(name: string, rows: { text: string; labels: object }[]): void {
  const lines = rows.map((row, i) =>
    JSON.stringify({ id: `${name}:${i}`, source: name, lang: "en", ...row }),
  );
  writeFileSync(path.join(folder, `${name}.jsonl.gz`), gzipSync(`${lines.join("\n")}\n`));
}

let corpus: TextDeepCorpus;
beforeAll(async () => {
  const sentences = Array.from(
    { length: 100 },
    (_, i) => `plain sentence number ${"abcdefghij"[i % 10]}${i} about tea`,
  );
  writeSet(
    "tweeteval_offensive",
    sentences.map((text, i) => ({ text, labels: { offensive: i % 2 } })),
  );
  writeSet("surge_profanity_lexicon", [
    { text: "dratword", labels: { category_1: "bodily fluids / excrement", severity_rating: 2 } },
  ]);
  corpus = await TextDeepCorpus.load(folder, { contrastPerEpoch: 30 });
});

describe("TextDeepCorpus", () => {
  it("keeps held-out texts out of every epoch", () => {
    const held = new Set(corpus.heldOut.map(({ text }) => text));
    expect(held.size).toBeGreaterThan(5);
    for (const { text } of corpus.epoch(1, 0)) expect(held.has(text)).toBe(false);
  });

  it("is none without sets", async () => {
    const nowhere = path.join(folder, "none");
    await expect(TextDeepCorpus.load(nowhere, { contrastPerEpoch: 30 })).rejects.toThrow(
      /No training text found/,
    );
  });

  it("draws rows by their share and adds fresh contrast sentences each epoch", () => {
    const [first, second] = [corpus.epoch(1, 0), corpus.epoch(1, 1)];
    const plain = first.filter(({ text }) => text.includes("plain sentence")).length;
    const kept = 100 - corpus.heldOut.length;
    expect(plain).toBeGreaterThan(kept);
    expect(plain).toBeLessThan(2 * kept);
    expect(first.map(({ text }) => text)).not.toEqual(second.map(({ text }) => text));
    expect(corpus.epoch(1, 0)).toEqual(first);
  });

  it("pads some rows with words that say nothing and keeps what the rows teach", () => {
    const harmful = corpus.epoch(1, 0).filter(({ text }) => /number [bdfhj]\d+ about tea/u.test(text));
    const bare = harmful.filter(({ text }) => text.startsWith("plain") && text.endsWith("tea"));
    const padded = harmful.filter((row) => !bare.includes(row));
    expect(padded.length).toBeGreaterThan(harmful.length / 20);
    expect(padded.length).toBeLessThan(harmful.length / 2);
    expect(new Set(harmful.map(({ cells }) => JSON.stringify(cells))).size).toBe(1);
    for (const { text, length } of padded) expect(length).toBe(splitWords(text).length);
  });

  it("gives the training texts that people wrote, once each and without templates, for learning words", () => {
    const held = new Set(corpus.heldOut.map(({ text }) => text));
    const raw = [...corpus.rawTexts()];
    expect(raw.length).toBe(100 - held.size);
    for (const text of raw) expect(text.startsWith("plain sentence") && !held.has(text)).toBe(true);
  });

  it("asks the teacher about training texts alone and lets it speak where the set is silent", async () => {
    const asked: string[] = [];
    const taught = await TextDeepCorpus.load(folder, {
      contrastPerEpoch: 0,
      teacher: async (texts) => {
        asked.push(...texts);
        return texts.map(() => new Float32Array(CATEGORIES.length).fill(0.25));
      },
    });
    expect(asked.length).toBe(100 - taught.heldOut.length);
    const held = new Set(taught.heldOut.map(({ text }) => text));
    expect(asked.some((text) => held.has(text))).toBe(false);
    const hateOf = (from: TextDeepCorpus) => {
      const row = from.epoch(1, 0).find(({ text }) => /^plain sentence number b\S+ about tea$/u.test(text));
      return row?.cells.values[row.cells.columns.indexOf(CATEGORIES.indexOf("hate"))];
    };
    expect(hateOf(taught)).toBeCloseTo(0.25);
    expect(hateOf(corpus)).toBeUndefined();
  });

  it("learns its vocabulary from the sets, not from templates", () => {
    for (const text of corpus.texts()) expect(text).toMatch(/^(plain sentence|dratword)/u);
  });

  it("teaches lexicon entries by themselves", () => {
    const drawn = [0, 1, 2].map((epoch) =>
      corpus.epoch(1, epoch).filter(({ text }) => text.includes("dratword")),
    );
    // Now and then inside something that programs write.
    for (const rows of drawn) expect(rows.length).toBeGreaterThan(0);
    expect(drawn.flat().some(({ text }) => text === "dratword")).toBe(true);
  });
});
