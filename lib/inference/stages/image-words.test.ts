import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import type { PreparedImage } from "#lib/domain/media";
import type { ListRule } from "#lib/domain/verdict";
import { TesseractReader } from "#lib/media/read-words";
import { makeModelPicture, makePicture } from "#scripts/test/pictures";
import { type Cascade, createCascade } from "../cascade";
import { hasWords } from "./image-words";

const reader = new TesseractReader();
let cascade: Cascade;
beforeAll(async () => {
  cascade = await createCascade({
    modelsDir: "models",
    threads: 1,
    providers: ["cpu"],
    media: { words: reader },
  });
});
afterAll(async () => {
  await cascade.close();
  await reader.close();
});

const lettering = (lines: string[]) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800" height="400" fill="#fff"/>${lines
      .map(
        (line, at) =>
          `<text x="60" y="${110 + at * 120}" font-family="sans-serif" font-size="56">${line}</text>`,
      )
      .join("")}</svg>`,
  );
const picture = async (readable: Uint8Array): Promise<PreparedImage> => ({
  ...{ kind: "image", id: "med_1", sha256: "0".repeat(64), width: 800, height: 400, others: [] },
  model: await makeModelPicture(1),
  hashes: { pdq: [], quality: 100 },
  readable,
});
const RULE: ListRule = {
  id: "lst_1",
  kind: "keyword",
  value: "cheap pills",
  category: "spam",
  action: "block",
};

async function read(readable: Uint8Array, rules: ListRule[] = []) {
  const context: StageContext = {
    orgId: `org-${rules.length}`,
    rules,
    rulesVersion: rules.length,
    previous: [],
  };
  const content = { text: null, language: null, media: [await picture(readable)] };
  const spec = cascade.plan(content).find(({ name }) => name === "image-words");
  return (await cascade.run(spec as NonNullable<typeof spec>, content, context)).result;
}

describe("words on a picture", () => {
  it("are read with their boxes and judged as text is", async () => {
    const image = await sharp(lettering(["You are a stupid idiot", "and nobody likes you"]))
      .jpeg()
      .toBuffer();
    const result = await read(image);
    expect(result).toMatchObject({ outcome: "continue", channel: "image.words", modality: "image" });
    expect(result.transcript?.text.toLowerCase()).toContain("stupid idiot");
    const idiot = result.transcript?.words.find(({ start, end }) =>
      /idiot/i.test(result.transcript?.text.slice(start, end) ?? ""),
    );
    expect(idiot?.box?.y).toBeGreaterThan(0.1);
    expect(idiot?.box?.y).toBeLessThan(0.35);
    expect(result.scores.toxicity).toBeGreaterThan(0.5);
    const explanation = result.explanations.find(({ category }) => category === "toxicity");
    expect(explanation?.regions?.length).toBeGreaterThan(0);
    expect(explanation?.regions?.every(({ box }) => box !== undefined)).toBe(true);
  });

  it("meet the lists", async () => {
    const image = await sharp(lettering(["Buy cheap pills", "today"]))
      .jpeg()
      .toBuffer();
    expect((await read(image, [RULE])).matches).toMatchObject([{ entryId: "lst_1", action: "block" }]);
  });

  it("that are kind stay kind, and a picture without any is judged as one", async () => {
    const kind = await read(
      await sharp(lettering(["Happy birthday", "dear Anna"]))
        .jpeg()
        .toBuffer(),
    );
    expect(kind.covered).toBe(true);
    expect(Math.max(...Object.values(kind.scores))).toBeLessThan(0.4);
    const none = await read(await makePicture(4).jpeg().toBuffer());
    expect(none).toMatchObject({ outcome: "continue", covered: true, scores: {} });
  });

  it("in a language that the models do not cover are not called covered, however few they are", async () => {
    const german = await read(
      await sharp(lettering(["Das Wetter ist", "heute nicht gut"]))
        .jpeg()
        .toBuffer(),
    );
    expect(german).toMatchObject({ covered: false, scores: {}, language: { code: "de" } });
  });

  it("are told from texture", () => {
    const word = (length: number, confidence: number) => ({ start: 0, end: length, confidence });
    expect(hasWords({ text: "", words: [word(2, 0.9), word(3, 0.7)] })).toBe(false);
    expect(hasWords({ text: "", words: [word(5, 0.9)] })).toBe(true);
    expect(hasWords({ text: "", words: [word(2, 0.6), word(2, 0.6), word(2, 0.6)] })).toBe(true);
  });

  it("the reader goes on after bytes that are no picture", async () => {
    await expect(reader.read(Buffer.from("no picture"))).rejects.toMatchObject({ code: "unavailable" });
    const image = await sharp(lettering(["Hello there"]))
      .jpeg()
      .toBuffer();
    const cut = Buffer.concat([image.subarray(0, 2000), Buffer.alloc(10)]);
    await reader.read(cut).catch(() => {});
    expect((await reader.read(image)).text).toContain("Hello");
  });
});
