import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { closeConnections } from "#lib/services/close-connections";
import { openMediaPreparer } from "#lib/services/prepare-media";
import { fakeCascade, stageResult } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { makeKey } from "../../../scripts/test/people";
import { makePicture } from "../../../scripts/test/pictures";
import { type RouteServer, serveRoutes } from "../../../scripts/test/route-server";
import { type ScoreService, startScoreService } from "../../../scripts/test/score-service";
import { POST } from "./route";

let server: RouteServer;
let service: ScoreService;
let orgId: string;
let client: OpenAI;

const clientWith = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });

const folder = mkdtempSync(path.join(tmpdir(), "sightline-drop-in-"));
process.env.SIGHTLINE_DATA_DIR = folder;
const media = openMediaPreparer({ processes: 1, fetch: { attempts: 1, timeoutMs: 2000 } });

/** The fake cascade, with a stage for pictures that looks at their pixels: any that there are score 0.7. */
function seeingCascade(): CascadePort {
  const text = fakeCascade();
  const spec: StageSpec = {
    ...{ name: "eye", level: 1, modality: "image", model: "eye@1", timeoutMs: 1000 },
  };
  return {
    plan: (content) => [
      ...(content.text === null ? [] : text.plan(content)),
      ...(content.media?.length ? [spec] : []),
    ],
    run: async (stage, content, context) => {
      if (stage.name !== spec.name) return text.run(stage, content, context);
      const [picture] = content.media ?? [];
      const sexual = picture && "model" in picture && picture.model.length > 0 ? 0.7 : 0;
      return { result: stageResult({ stage: "eye", model: "eye@1", modality: "image", scores: { sexual } }) };
    },
  };
}

beforeAll(async () => {
  orgId = await makeOrganization();
  server = await serveRoutes({ "POST /v1/moderations": POST });
  service = await startScoreService(seeingCascade(), { media });
  client = clientWith((await makeKey(orgId, ["moderate"])).secret);
});
afterAll(async () => {
  await service.stop();
  await server.close();
  media.close();
  await closeConnections();
  rmSync(folder, { recursive: true, force: true });
});

async function errorOf(promise: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(OpenAI.APIError);
  return error;
}

describe("the official client", () => {
  it("gets a result for a string", async () => {
    const answer = await client.moderations.create({ input: "hate=0.9 violence=0.05 spam=0.2" });
    expect(answer.id).toMatch(/^modr-[0-9a-f]{32}$/);
    expect(answer.model).toBe("omni-moderation-latest");
    const [result] = answer.results;
    expect(result).toMatchObject({ flagged: true, categories: { hate: true, violence: false } });
    expect(result?.category_scores).toMatchObject({ hate: 0.9, violence: 0.05, illicit: 0 });
    expect(result?.category_applied_input_types).toMatchObject({ hate: ["text"], illicit: [] });
  });

  it("gets a result per string, in order, and its model echoed", async () => {
    const input = ["violence=0.02", "sexual=0.97", "self_harm=0.001"];
    const answer = await client.moderations.create({ input, model: "text-moderation-stable" });
    expect(answer.model).toBe("text-moderation-stable");
    expect(answer.results.map(({ flagged }) => flagged)).toEqual([false, true, false]);
    expect(answer.results.map(({ category_scores: scores }) => scores["self-harm"])).toEqual([0, 0, 0.001]);
  });

  it("gets one result for text parts", async () => {
    const input = [
      { type: "text" as const, text: "hate=0.2" },
      { type: "text" as const, text: "violence=0.3" },
    ];
    const { results } = await client.moderations.create({ input });
    expect(results).toHaveLength(1);
    expect(results[0]?.category_scores).toMatchObject({ hate: 0.2, violence: 0.3, "hate/threatening": 0.2 });
  });

  it("is told which categories no model covers", async () => {
    const { response } = await client.moderations.create({ input: "hate=0.2" }).withResponse();
    const listed = response.headers.get("sightline-not-covered")?.split(", ");
    expect(listed).toContain("illicit");
    expect(listed).toContain("violence");
    expect(listed).not.toContain("hate");
  });

  it("gets its own kinds of errors", async () => {
    const wrongKey = await errorOf(clientWith("sl_nobody").moderations.create({ input: "x" }));
    expect(wrongKey).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(wrongKey).toMatchObject({ status: 401, code: "invalid_api_key", type: "invalid_request_error" });

    const readOnly = (await makeKey(orgId, ["items:read"])).secret;
    const noScope = await errorOf(clientWith(readOnly).moderations.create({ input: "x" }));
    expect(noScope).toBeInstanceOf(OpenAI.PermissionDeniedError);

    const empty = await errorOf(client.moderations.create({ input: ["fine", ""] }));
    expect(empty).toBeInstanceOf(OpenAI.BadRequestError);
    expect(empty).toMatchObject({ param: "input[1]", type: "invalid_request_error" });

    const wrongType = await errorOf(client.moderations.create({ input: 7 as unknown as string }));
    expect(wrongType).toMatchObject({ status: 400, param: "input" });
  });

  it("gets pictures judged with their text, by the same rules as posts", async () => {
    const image = (url: string) => ({ type: "image_url" as const, image_url: { url } });
    const picture = await makePicture(3).png().toBuffer();
    const url = `data:image/jpeg;base64,${picture.toString("base64")}`;
    const input = [{ type: "text" as const, text: "hate=0.2" }, image(url)];
    const [result] = (await client.moderations.create({ input })).results;
    expect(result?.category_scores).toMatchObject({ hate: 0.2, sexual: 0.7 });
    expect(result?.category_applied_input_types).toMatchObject({ hate: ["text"], sexual: ["image"] });
    const [alone] = (await client.moderations.create({ input: [image(url)] })).results;
    expect(alone).toMatchObject({ categories: { sexual: true }, category_scores: { hate: 0, sexual: 0.7 } });

    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString("base64");
    for (const [bad, told] of [
      [`data:image/png;base64,${svg}`, /SVG drawing/],
      ["data:image/png;base64,", /empty/],
      ["data:image/png,abc", /not in base64/],
      ["http://127.0.0.1:9/cat.png", /public internet/],
      ["http://169.254.169.254/latest/meta-data", /public internet/],
      ["http://[::ffff:127.0.0.1]/cat.png", /public internet/],
    ] as const) {
      const error = await errorOf(client.moderations.create({ input: [image(bad)] }));
      expect(error, bad).toMatchObject({ status: 400, param: "input" });
      expect(error.message).toMatch(told);
    }
    expect(readdirSync(path.join(folder, "incoming"))).toEqual([]);
  });

  it("gets rate limits and time-outs it can retry on", async () => {
    const { secret } = await makeKey(orgId, ["moderate"], { ratePerSecond: 0.1, burst: 1 });
    await clientWith(secret).moderations.create({ input: "x" });
    const error = await errorOf(clientWith(secret).moderations.create({ input: "x" }));
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error.headers?.get("retry-after")).toBe("10");
  });
});

describe("without a scoring service", () => {
  it("answers 503 with a time to come back", async () => {
    await service.stop();
    const error = await errorOf(client.moderations.create({ input: "x" }));
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ status: 503, type: "server_error", code: "service_unavailable" });
    expect(error.headers?.get("retry-after")).toBe("5");
    service = await startScoreService({
      ...fakeCascade(),
      run: async () => ({ result: stageResult({ outcome: "timeout" }) }),
    });
    expect(await errorOf(client.moderations.create({ input: "x" }))).toMatchObject({ status: 503 });
  });
});
