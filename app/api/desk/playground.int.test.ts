import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { isUsable } from "#lib/domain/media";
import { type TraceEvent, traceEventSchema } from "#lib/domain/trace";
import { openMediaPreparer } from "#lib/services/prepare-media";
import { db } from "#lib/store/client";
import type { User } from "#lib/store/users";
import { fakeCascade, stageResult } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { makePicture } from "../../../scripts/test/pictures";
import { type ScoreService, startScoreService } from "../../../scripts/test/score-service";
import { POST } from "./playground/route";

let user: User;
let service: ScoreService | undefined;

beforeAll(async () => {
  user = await makeUser(await makeOrganization(), "moderator");
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
});
afterAll(async () => {
  await db().$disconnect();
});

/** Each "bad" in the text makes it worse; its marks say so. */
const countsBad: CascadePort = {
  ...fakeCascade(),
  run: async (_spec, { text }, { explain = true }) => {
    const found = [...(text ?? "").matchAll(/bad/g)];
    const spans = found.map(({ index }) => ({ start: index, end: index + 3, weight: 0.3 }));
    const explanations = [{ modality: "text" as const, category: "toxicity" as const, summary: "", spans }];
    const scores = { toxicity: 0.28 * found.length };
    return { result: stageResult({ scores, explanations: explain ? explanations : [] }) };
  },
};

const ask = async (body: object) => POST(await deskRequest("/api/desk/playground", user, { body }));

async function events(text: string, image?: string): Promise<TraceEvent[]> {
  const response = await ask({ text, image });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("ndjson");
  const lines = (await response.text()).trim().split("\n");
  return lines.map((line) => traceEventSchema.parse(JSON.parse(line)));
}

it("tells plan, stages, verdict and what would flip it, and stores nothing", async () => {
  service = await startScoreService(countsBad);
  const told = await events("a bad and bad day");
  expect(told.map(({ type }) => type)).toEqual(["plan", "begin", "stage", "verdict", "flip"]);
  expect(told[3]).toMatchObject({ verdict: { decision: "FLAG", decidedBy: ["toxicity"] } });
  const { flip } = told[4] as Extract<TraceEvent, { type: "flip" }>;
  expect(flip).toMatchObject({ decision: "APPROVE", category: "toxicity" });
  expect(flip?.removed).toEqual([{ start: 2, end: 5 }]);
  expect(await db().item.count()).toBe(0);
});

it("has nothing to flip where all is well", async () => {
  service = await startScoreService(countsBad);
  expect((await events("a fine day")).map(({ type }) => type)).toEqual(["plan", "begin", "stage", "verdict"]);
});

it("sends each step when it happens, not at the end", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  service = await startScoreService({
    ...countsBad,
    run: async (...given) => {
      await held;
      return countsBad.run(...given);
    },
  });
  const response = await ask({ text: "fine" });
  expect(response.status).toBe(200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  while (!seen.includes('"begin"')) {
    const { done, value } = await reader.read();
    expect(done, seen).toBe(false);
    seen += value;
  }
  expect(seen).not.toContain('"stage":"text-screen","model"');
  release();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    seen += value;
  }
  expect(seen).toContain('"verdict"');
});

/** Sees a little harm in every picture, and where. */
const seesPictures: CascadePort = {
  plan: (content) => [
    ...(content.text === null ? [] : countsBad.plan(content)),
    ...(content.media ?? []).map(
      (): StageSpec => ({
        name: "image-all",
        level: 1,
        modality: "image",
        model: "x@1.0.0",
        timeoutMs: 1000,
      }),
    ),
  ],
  run: async (spec, content, context) => {
    if (spec.name !== "image-all") return countsBad.run(spec, content, context);
    const heatmap = { columns: 2, rows: 1, values: [0.1, 0.9], bias: 0 };
    const explanations = [
      { modality: "image" as const, category: "sexual" as const, summary: "", spans: [], heatmap },
    ];
    const scores = { sexual: isUsable(content.media![0]!) ? 0.6 : 0 };
    return {
      result: stageResult({ stage: "image-all", modality: "image", model: "x@1.0.0", scores, explanations }),
    };
  },
};

it("judges a picture with the text, shows people's copy and the heat map, and keeps none of it", async () => {
  const preparer = openMediaPreparer({ processes: 1 });
  service = await startScoreService(seesPictures, { media: preparer });
  const picture = await makePicture(3).png().toBuffer();
  const image = `data:image/png;base64,${picture.toString("base64")}`;
  for (const text of ["a fine day", ""]) {
    const told = await events(text, image);
    expect(told.map(({ type }) => type).slice(0, 2)).toEqual(["plan", "picture"]);
    const shown = told[1] as Extract<TraceEvent, { type: "picture" }>;
    expect(shown.view).toMatch(/^data:image\/(webp|jpeg|png);base64,/);
    expect(shown.view).not.toContain(image.slice(30, 90));
    const seen = told.flatMap((event) =>
      event.type === "stage" && event.result.modality === "image" ? [event.result] : [],
    );
    expect(seen[0]?.explanations[0]?.heatmap?.values).toEqual([0.1, 0.9]);
    const verdict = told.find(({ type }) => type === "verdict");
    expect(verdict).toMatchObject({ verdict: { decision: "FLAG", scores: { sexual: 0.6 } } });
    expect(told.filter(({ type }) => type === "begin")).toHaveLength(text ? 2 : 1);
    // Each part is taken away once, and the rest judged; of a picture alone nothing is left.
    const parts = told.find((event) => event.type === "parts");
    if (text === "") expect(parts).toBeUndefined();
    else
      expect(parts?.without).toEqual([
        { part: "text", decision: "FLAG", category: "sexual", score: 0.6 },
        expect.objectContaining({ part: "image", decision: "APPROVE" }),
      ]);
  }
  expect(await db().item.count()).toBe(0);
  expect(await db().media.count()).toBe(0);
  const refused = async (wrong: string) => {
    const response = await ask({ text: "", image: wrong });
    return { status: response.status, ...((await response.json()) as { detail: string }) };
  };
  expect(await refused("data:image/png;base64,AAAA")).toMatchObject({ status: 422 });
  expect((await refused("http://169.254.169.254/latest")).detail).toMatch(/public internet/);
  expect(await refused("file:///etc/passwd")).toMatchObject({ status: 422 });
  preparer.close();
});

it("says that pictures are not judged where they are not", async () => {
  service = await startScoreService(countsBad);
  const response = await ask({ text: "", image: "https://example.org/a.png" });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain("does not judge pictures");
});

it("refuses what it cannot take, and says when no worker is there", async () => {
  service = await startScoreService(countsBad);
  expect((await ask({ text: "" })).status).toBe(422);
  expect((await ask({ text: "x".repeat(20_001) })).status).toBe(422);
  await service.stop();
  service = undefined;
  await db().workerHeartbeat.deleteMany();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect((await ask({ text: "fine" })).status).toBe(503);
});
