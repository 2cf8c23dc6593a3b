import { describe, expect, it } from "vitest";
import type { HeardWord, SpeechRecogniser } from "#lib/domain/audio/spoken-words";
import { Failure } from "#lib/domain/failure";
import type { PreparedAudio } from "#lib/domain/media";
import type { StageResult } from "#lib/domain/verdict";
import { stageResult } from "#scripts/test/fake-cascade";
import type { MediaTools } from "./media-stage";
import { speechStage } from "./speech";

const RATE = 16_000;

/** A buzz that swells as syllables do: speech to the ear of the voice finder. */
const babble = Int16Array.from({ length: 4 * RATE }, (_, at) => {
  const swell = Math.max(0, Math.sin(4 * Math.PI * (at / RATE))) ** 2;
  const buzz = [1, 2, 3].reduce((sum, h) => sum + Math.sin((2 * Math.PI * 120 * h * at) / RATE) / h, 0);
  return Math.round(9000 * swell * buzz);
});
const hum = Int16Array.from({ length: 4 * RATE }, (_, at) =>
  Math.round(9000 * Math.sin((880 * Math.PI * at) / RATE)),
);

const sound = (samples: Int16Array): PreparedAudio => ({
  kind: "audio",
  id: "med_1",
  sha256: "0".repeat(64),
  seconds: samples.length / RATE,
  samples,
});

const words = (text: string, confidence = 1, gapBefore = 0): HeardWord[] =>
  text.split(" ").map((word, at) => ({
    word,
    confidence,
    seconds: { from: gapBefore + at * 0.5, to: gapBefore + at * 0.5 + 0.4 },
  }));

const hears = (heard: HeardWord[]): SpeechRecogniser => ({
  model: "ear@1",
  languages: ["en"],
  recognise: async () => heard,
});

/** Toxicity .9 wherever the text says "rotten", with the word as its span; otherwise .05. */
const judge = async (text: string): Promise<StageResult[]> => {
  const at = text.indexOf("rotten");
  const spans = at < 0 ? [] : [{ start: at, end: at + 6, weight: 2 }];
  return [
    stageResult({
      scores: { toxicity: at < 0 ? 0.05 : 0.9 },
      explanations: [{ modality: "text", category: "toxicity", summary: "", spans }],
    }),
  ];
};

const tools = (over: Partial<MediaTools> = {}): MediaTools => ({
  pool: { infer: () => Promise.reject(new Error("no model is asked")) },
  context: { orgId: "org", rules: [], rulesVersion: 1, previous: [] },
  language: null,
  judgeText: judge,
  ...over,
});

const run = async (
  recogniser: SpeechRecogniser | undefined,
  samples = babble,
  over: Partial<MediaTools> = {},
) => (await speechStage("audio", recogniser).run(sound(samples), tools(over))).result;

describe("the speech stage", () => {
  it("judges what is said and says when", async () => {
    const heard = [...words("what a lovely day"), ...words("you are rotten people", 1, 5)];
    const result = await run(hears(heard));
    expect(result).toMatchObject({ outcome: "continue", covered: true, channel: "speech", model: "ear@1" });
    expect(result.scores.toxicity).toBeCloseTo(0.9);
    expect(result.transcript?.text).toBe("what a lovely day. you are rotten people");
    const [explanation] = result.explanations;
    expect(explanation?.summary).toBe("Toxicity 90 %: said at 0:06.");
    expect(explanation?.regions).toEqual([{ weight: 2, seconds: { from: 6, to: 6.4 } }]);
    const [span] = explanation?.spans ?? [];
    expect(result.transcript?.text.slice(span?.start, span?.end)).toBe("rotten");
    expect(result.timeline).toEqual([
      { from: 5, to: 6.9, channel: "speech", category: "toxicity", score: 0.9 },
    ]);
  });

  it("finds one bad sentence that the whole hides", async () => {
    const heard = [...words("what a lovely day"), ...words("you are rotten people", 1, 5)];
    const blind = (text: string) => judge(text.length > 30 ? "a lovely day" : text);
    const result = await run(hears(heard), babble, { judgeText: blind });
    expect(result.scores.toxicity).toBeCloseTo(0.9);
    const [span] = result.explanations[0]?.spans ?? [];
    expect(result.transcript?.text.slice(span?.start, span?.end)).toBe("rotten");
  });

  it("shrinks a score towards one half by the doubt about the words", async () => {
    const result = await run(hears(words("you are rotten people", 0.5)));
    expect(result.scores.toxicity).toBeCloseTo(0.7);
    expect(result.covered).toBe(true);
  });

  it.each([
    ["words that are guesses", () => run(hears(words("you are kind people", 0.1))), /not understood well/],
    ["speech without a word", () => run(hears([])), /no word was understood/],
    ["sound without speech", () => run(hears([]), hum), /no model judges/],
    [
      "a language that the recogniser does not know",
      () => run(hears(words("guten tag")), babble, { language: "de" }),
      /does not know the language de/,
    ],
  ])("leaves %s to a person", async (_, judged, reason) => {
    const result = await judged();
    expect(result.covered).toBe(false);
    expect(result.reason).toMatch(reason);
  });

  it("has nothing against silence", async () => {
    const result = await run(hears([]), new Int16Array(RATE * 3));
    expect(result).toMatchObject({ outcome: "continue", covered: true, scores: {} });
  });

  it("fails with the reason when there is no recogniser or it is not installed", async () => {
    expect(await run(undefined)).toMatchObject({
      outcome: "failed",
      reason: "No speech recogniser is installed.",
    });
    const missing = {
      ...hears([]),
      recognise: () => Promise.reject(new Failure("unsupported", "pocketsphinx_batch is not installed.")),
    };
    await expect(speechStage("audio", missing).run(sound(babble), tools())).rejects.toThrow("not installed");
  });

  it("fails when no text model answers", async () => {
    const result = await run(hears(words("good day")), babble, {
      judgeText: async () => [stageResult({ outcome: "failed", reason: "down" })],
    });
    expect(result.outcome).toBe("failed");
  });

  it("takes a silent film for judged, and a film's music too", async () => {
    const stage = speechStage("video", hears([]));
    const film = { kind: "video", id: "m", sha256: "", seconds: 4, complete: true } as const;
    for (const [samples, reason] of [
      [null, "There is no sound."],
      [hum, "4 s of it are sound without speech, which no model judges."],
    ] as const) {
      const { result } = await stage.run({ ...film, frames: [], samples }, tools());
      expect(result).toMatchObject({
        outcome: "continue",
        covered: true,
        modality: "video",
        channel: "film-speech",
        reason,
      });
    }
  });
});
