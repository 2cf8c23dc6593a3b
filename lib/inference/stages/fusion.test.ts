import path from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StageContext } from "#lib/domain/cascade";
import { mergeScores } from "#lib/domain/cascade";
import type { PreparedImage } from "#lib/domain/media";
import { DEFAULT_POLICY, decide } from "#lib/domain/policy";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import type { ItemContent, StageResult } from "#lib/domain/verdict";
import { TesseractReader } from "#lib/media/read-words";
import { runCascade } from "#lib/services/run-cascade";
import { makeModelPicture, makePicture } from "#scripts/test/pictures";
import { type Cascade, createCascade } from "../cascade";

/** The weights that the repository ships, on posts of our own. */
const reader = new TesseractReader();
let cascade: Cascade;
beforeAll(async () => {
  const modelsDir = path.resolve("models");
  cascade = await createCascade({ modelsDir, threads: 1, providers: ["cpu"], media: { words: reader } });
});
afterAll(async () => {
  await cascade.close();
  await reader.close();
});

/** The largest gap to late fusion that the model's card states, rounded up. */
const GAP = 0.015;
const CONTEXT: Omit<StageContext, "previous"> = { orgId: "o", rules: [], rulesVersion: 1 };

async function post(text: string | null, lettering?: string[]): Promise<ItemContent> {
  const written = (lettering ?? []).map(
    (line, at) => `<text x="60" y="${110 + at * 120}" font-family="sans-serif" font-size="56">${line}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800" height="400" fill="#fff"/>${written.join("")}</svg>`;
  const image: PreparedImage = {
    ...{ kind: "image", id: "med_1", sha256: "0".repeat(64), width: 800, height: 400, others: [] },
    model: await makeModelPicture(1),
    hashes: { pdq: [], quality: 100 },
    readable: lettering
      ? await sharp(Buffer.from(svg)).jpeg().toBuffer()
      : await makePicture(4).jpeg().toBuffer(),
  };
  return { text, language: null, media: [image] };
}

async function judge(content: ItemContent) {
  const plan = cascade.plan(content);
  const { results, features } = await runCascade(cascade, content, CONTEXT);
  const verdict = decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY);
  const fusion = results.find(({ stage }) => stage === "fusion") as StageResult;
  return { verdict, features, fusion, parts: mergeScores(results.filter((result) => result !== fusion)) };
}

describe("fusion, end to end", () => {
  it("lets a benign caption pass under a benign picture", async () => {
    const { verdict, fusion } = await judge(
      await post("What a lovely morning, the garden is full of birds."),
    );
    expect(fusion).toMatchObject({ outcome: "continue", modality: "joint" });
    expect(verdict.decision).toBe("APPROVE");
  });

  it("stops a hateful caption under a benign picture, and says that the text did it", async () => {
    const { verdict, fusion, parts, features } = await judge(
      await post("all immigrants are criminals and vermin"),
    );
    expect(verdict.decision).not.toBe("APPROVE");
    expect(fusion.scores.hate).toBeGreaterThan((parts.hate ?? 1) - GAP);
    const explained = verdict.explanations.find(
      ({ category, contributions }) => category === "hate" && contributions,
    );
    expect(explained).toMatchObject({ modality: "text" });
    const [text, image] = fusion.shares?.hate?.parts ?? [];
    expect([text?.part, image?.part]).toEqual(["text", "image"]);
    expect(text?.value).toBeGreaterThan(Math.abs(image?.value ?? 1) + 0.1);
    expect(features.map(({ model }) => model)).toContain(fusion.model);
  });

  it("stops a benign caption over words in the picture, and says that the words did it", async () => {
    const lettering = ["You are a stupid idiot", "and nobody likes you"];
    const { verdict, fusion } = await judge(await post("What a lovely morning for a walk.", lettering));
    expect(verdict.decision).not.toBe("APPROVE");
    const explained = verdict.explanations.find(
      ({ category, contributions }) => category === "toxicity" && contributions,
    );
    expect(explained).toMatchObject({ modality: "image" });
    expect(explained?.summary).toContain("words on pictures");
    const best = fusion.shares?.toxicity?.parts.reduce((a, b) => (b.value > a.value ? b : a));
    expect(best?.part).toBe("ocr");
  });

  it("is skipped where one part alone was scored, and not planned where there can be only one", async () => {
    const { fusion, verdict } = await judge(await post(null));
    expect(fusion).toMatchObject({ outcome: "skipped", scores: {} });
    expect(verdict.decision).toBe("APPROVE");
    expect(cascade.plan({ text: "hello", language: null }).map(({ name }) => name)).not.toContain("fusion");
  });
});

const CHANNELS = [
  { modality: "text" },
  { modality: "image" },
  { modality: "image", channel: "image.words" },
  { modality: "audio", channel: "speech" },
  { modality: "video", channel: "film-image" },
] as const;

/** Scores of two to five parts, each of some categories. */
const found = fc.shuffledSubarray([...CHANNELS], { minLength: 2 }).chain((channels) =>
  fc.tuple(
    ...channels.map((channel) =>
      fc
        .dictionary(fc.constantFrom(...CATEGORIES), fc.double({ min: 0, max: 1, noNaN: true }), {
          minKeys: 1,
        })
        .map((scores): StageResult => {
          const base = {
            stage: `${channel.modality}`,
            model: "m@1.0.0",
            ms: 1,
            outcome: "continue" as const,
          };
          return { ...base, ...channel, scores, matches: [], explanations: [], covered: true };
        }),
    ),
  ),
);

describe("fusion of any scores", () => {
  let content: ItemContent;
  beforeAll(async () => {
    content = await post("hello");
  });
  const fuse = async (previous: StageResult[], explain = true) => {
    const spec = cascade.plan(content).find(({ name }) => name === "fusion");
    const run = await cascade.run(spec as NonNullable<typeof spec>, content, {
      ...CONTEXT,
      previous,
      explain,
    });
    return run.result;
  };

  it("adds up, stays within the card's gap of late fusion, and keeps to what the parts know", async () => {
    await fc.assert(
      fc.asyncProperty(found, async (previous) => {
        const { outcome, scores, shares } = await fuse(previous);
        expect(outcome).toBe("continue");
        const late: Scores = mergeScores(previous);
        expect(Object.keys(scores).sort()).toEqual(Object.keys(late).sort());
        for (const category of CATEGORIES) {
          const [score, said, share] = [scores[category], late[category], shares?.[category]];
          if (score === undefined || said === undefined || !share) continue;
          expect(Math.abs(score - said)).toBeLessThan(GAP);
          if (said >= 0.81 && said < 0.9999) expect(score).toBeGreaterThanOrEqual(said - 1e-5);
          const sum = share.parts.reduce((total, { value }) => total + value, 0);
          expect(Math.abs(sum - (score - share.empty))).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on the order of the parts, nor on whether it is explained", async () => {
    const result = (at: number, scores: Scores): StageResult => {
      const base = { stage: `s${at}`, model: "m@1.0.0", ms: 1, outcome: "continue" as const };
      return { ...base, ...CHANNELS[at]!, scores, matches: [], explanations: [], covered: true };
    };
    const parts = [result(0, { hate: 0.4, spam: 0.2 }), result(2, { hate: 0.6 }), result(4, { sexual: 0.1 })];
    const [there, back, bare] = [await fuse(parts), await fuse(parts.toReversed()), await fuse(parts, false)];
    expect(back.scores).toEqual(there.scores);
    expect(bare.shares).toBeUndefined();
    for (const category of CATEGORIES)
      expect(bare.scores[category] ?? 0).toBeCloseTo(there.scores[category] ?? 0, 6);
  });
});
