import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections } from "#lib/services/close-connections";
import { fakeCascade, stageResult } from "../../../scripts/test/fake-cascade";
import { makeKey, makeOrganization } from "../../../scripts/test/people";
import { type RouteServer, serveRoutes } from "../../../scripts/test/route-server";
import { type ScoreService, startScoreService } from "../../../scripts/test/score-service";
import { POST } from "./route";

let server: RouteServer;
let service: ScoreService;
let orgId: string;
let client: OpenAI;

const clientWith = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 });

beforeAll(async () => {
  orgId = await makeOrganization();
  server = await serveRoutes({ "POST /v1/moderations": POST });
  service = await startScoreService(fakeCascade());
  client = clientWith((await makeKey(orgId, ["moderate"])).secret);
});
afterAll(async () => {
  await service.stop();
  await server.close();
  await closeConnections();
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

  it("is told that images are not supported yet", async () => {
    const image = { type: "image_url" as const, image_url: { url: "https://example.org/cat.png" } };
    const error = await errorOf(client.moderations.create({ input: [{ type: "text", text: "a" }, image] }));
    expect(error).toMatchObject({ status: 400, code: "unsupported_input", param: "input[1]" });
    expect(error.message).toContain("Not supported yet");
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
