import { describe, expect, it } from "vitest";
import type { PreparedVideo } from "#lib/domain/media";
import { filmStage } from "./film";
import type { MediaStage, MediaTools } from "./media-stage";
import { finished, notRun } from "./stage-result";

const TOOLS: MediaTools = {
  pool: { infer: () => Promise.reject(new Error("no model is asked")) },
  context: { orgId: "org", rules: [], rulesVersion: 1, previous: [] },
  language: null,
  judgeText: async () => [],
};

/** A film whose frames carry their score in their first pixel, and a picture stage that reads it there. */
function film(scores: number[], over: Partial<PreparedVideo> = {}): PreparedVideo {
  const frames = scores.map((score, at) => ({
    at,
    width: 10,
    height: 10,
    model: new Uint8Array([Math.round(score * 100)]),
    hashes: { pdq: [new Uint8Array(32).fill(at * 37)], quality: 100 },
    readable: new Uint8Array(),
  }));
  return {
    kind: "video",
    id: "med_1",
    sha256: "",
    seconds: scores.length,
    frames,
    samples: null,
    complete: true,
    ...over,
  };
}

function pictureStage(fails: (pixel: number) => boolean = () => false): MediaStage & { seen: number[] } {
  const seen: number[] = [];
  const spec = {
    name: "image-screen",
    level: 1,
    modality: "image",
    model: "eye@1",
    timeoutMs: 100,
    exit: { sexual: { low: 0.1, high: 0.9 } },
  } as const;
  return {
    spec,
    seen,
    async run(media) {
      const pixel = media.kind === "image" ? (media.model[0] as number) : 0;
      seen.push(pixel);
      if (fails(pixel)) throw new Error("the eye is shut");
      return finished(spec, performance.now(), { scores: { sexual: pixel / 100 } });
    },
  };
}

const run = async (stage: MediaStage, media: PreparedVideo) => (await stage.run(media, TOOLS)).result;

describe("a film stage", () => {
  it("judges every key frame and counts what lasts", async () => {
    const stage = filmStage(pictureStage(), { channel: "picture" });
    expect(stage.spec).toMatchObject({ name: "film-image-screen", channel: "film-image", modality: "video" });
    expect(stage.spec.exit).toBeUndefined();
    const result = await run(stage, film([0.1, 0.9, 0.1, 0.6, 0.7, 0.1]));
    expect(result).toMatchObject({ outcome: "continue", covered: true, scores: { sexual: 0.6 } });
    expect(result.timeline?.map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [3, 4],
      [4, 5],
    ]);
  });

  it("with a budget looks at pictures that differ", async () => {
    const picture = pictureStage();
    const same = film([0.1, 0.1, 0.1, 0.9, 0.2]);
    for (const frame of same.frames.slice(0, 3)) frame.hashes.pdq = [new Uint8Array(32)];
    await run(filmStage(picture, { channel: "words", budget: () => 2 }), same);
    expect(picture.seen).toEqual([10, 90]);
  });

  it("bears a frame that fails, and fails when many do", async () => {
    const scores = Array.from({ length: 20 }, (_, at) => at / 100);
    const one = await run(
      filmStage(
        pictureStage((pixel) => pixel === 3),
        { channel: "picture" },
      ),
      film(scores),
    );
    expect(one.outcome).toBe("continue");
    const many = await run(
      filmStage(
        pictureStage((pixel) => pixel > 3),
        { channel: "picture" },
      ),
      film(scores),
    );
    expect(many).toMatchObject({ outcome: "failed", reason: "the eye is shut" });
  });

  it("fails as the stage does on its frames", async () => {
    const blind = pictureStage();
    blind.run = async () => notRun(blind.spec, performance.now(), "failed", "The model is not there.");
    const result = await run(filmStage(blind, { channel: "picture" }), film([0.1, 0.2]));
    expect(result).toMatchObject({ outcome: "failed", reason: "The model is not there." });
  });

  it("leaves a film that flickers too fast to a person", async () => {
    const stage = filmStage(pictureStage(), { channel: "picture" });
    const result = await run(stage, film([0.1, 0.2], { complete: false }));
    expect(result.covered).toBe(false);
    expect(result.reason).toMatch(/changes more often/);
  });
});
