import { createRequire } from "node:module";
import { Discovery } from "googleapis-common";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections } from "#lib/services/close-connections";
import { db } from "#lib/store/client";
import { fakeCascade } from "../../scripts/test/fake-cascade";
import { makeOrganization } from "../../scripts/test/organization";
import { makeKey } from "../../scripts/test/people";
import { type RouteServer, serveRoutes } from "../../scripts/test/route-server";
import { type ScoreService, startScoreService } from "../../scripts/test/score-service";
import { GET as discovery } from "../$discovery/rest/route";
import { POST } from "./[method]/route";

interface Analysis {
  attributeScores: Record<
    string,
    { summaryScore: { value: number }; spanScores: { begin: number; end: number }[] }
  >;
  languages: string[];
  clientToken?: string;
}

let server: RouteServer;
let service: ScoreService;
let orgId: string;
let key: string;

beforeAll(async () => {
  orgId = await makeOrganization();
  key = (await makeKey(orgId, ["moderate"])).secret;
  server = await serveRoutes({ "POST /v1alpha1/[method]": POST, "GET /$discovery/rest": discovery });
  service = await startScoreService(fakeCascade());
});
afterAll(async () => {
  await service.stop();
  await server.close();
  await closeConnections();
});

const call = (method: string, body: object, query = `?key=${key}`, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/v1alpha1/comments:${method}${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

describe("perspective-api-client", () => {
  type Client = { analyze(text: string | object, options?: object): Promise<Analysis> };
  let client: Client;

  // The client has Google's address built in; its HTTP library is told another one. Nothing else is changed.
  beforeEach(() => {
    const require = createRequire(import.meta.url);
    const Perspective = require("perspective-api-client");
    const axios = createRequire(require.resolve("perspective-api-client"))("axios");
    axios.interceptors.request.handlers = [];
    axios.interceptors.request.use((config: { url: string }) => ({
      ...config,
      url: config.url.replace("https://commentanalyzer.googleapis.com", server.url),
    }));
    client = new Perspective({ apiKey: key });
  });

  it("scores a comment", async () => {
    const answer = await client.analyze("<b>toxicity=0.3</b> here");
    expect(answer.attributeScores.TOXICITY?.summaryScore.value).toBe(0.3);
  });

  it("scores the attributes asked for, and takes a whole request", async () => {
    const named = await client.analyze("toxicity=0.3 hate=0.1 violence=0.05", {
      attributes: ["toxicity", "identity_attack", "threat_experimental"],
    });
    expect(Object.keys(named.attributeScores)).toEqual([
      "TOXICITY",
      "IDENTITY_ATTACK",
      "THREAT_EXPERIMENTAL",
    ]);
    const whole = await client.analyze({
      comment: { text: "profanity=0.6" },
      requestedAttributes: { PROFANITY: { scoreThreshold: 0.5 } },
      clientToken: "abc",
    });
    expect(whole.clientToken).toBe("abc");
    expect(whole.attributeScores.PROFANITY?.spanScores).toHaveLength(1);
  });

  it("shows errors in its own way", async () => {
    await expect(client.analyze("x", { attributes: ["wit"] })).rejects.toMatchObject({
      name: "ResponseError",
      message: expect.stringContaining("Unknown requested attribute: WIT"),
    });
  });
});

describe("Google's discovery client", () => {
  type Method = (call: { key: string; resource: object }) => Promise<{ data: Analysis; status: number }>;
  interface Analyzer {
    comments: { analyze: Method; suggestscore: Method };
  }
  let client: Analyzer;

  beforeAll(async () => {
    const url = `${server.url}/$discovery/rest?version=v1alpha1`;
    const create = await new Discovery({ debug: false, includePrivate: false }).discoverAPI(url);
    client = (create as unknown as (options: object) => Analyzer)({});
  });

  it("scores a comment by the document that Sightline serves", async () => {
    const resource = { comment: { text: "toxicity=0.75" }, requestedAttributes: { TOXICITY: {} } };
    const { data } = await client.comments.analyze({ key, resource });
    expect(data.attributeScores.TOXICITY?.summaryScore.value).toBe(0.75);
  });

  it("suggests a score", async () => {
    const attributeScores = { INSULT: { summaryScore: { value: 1 } } };
    const resource = { comment: { text: "Well, you would say that." }, attributeScores };
    expect((await client.comments.suggestscore({ key, resource })).status).toBe(200);
  });

  it("throws Google's kind of error", async () => {
    const resource = { comment: { text: "" }, requestedAttributes: { TOXICITY: {} } };
    const error = await client.comments.analyze({ key, resource }).catch((reason) => reason);
    expect(error.status).toBe(400);
    expect(error.message).toContain("Comment must be non-empty.");
  });
});

describe("Coral", () => {
  it("analyses a comment, on a site that asks for privacy", async () => {
    const body = {
      comment: { text: "toxicity=0.81" },
      doNotStore: true,
      requestedAttributes: { TOXICITY: {} },
      languages: ["en"],
    };
    const items = await db().item.count();
    const answer = (await (await call("analyze", body)).json()) as Analysis;
    expect(answer.attributeScores.TOXICITY?.summaryScore.value).toBe(0.81);
    expect(answer.languages).toEqual(["en"]);
    expect(await db().item.count()).toBe(items);
  });

  const suggest = (status: "APPROVED" | "DELETED") =>
    call("suggestscore", {
      comment: { text: "A remark about the ferry." },
      context: {
        entries: [
          { text: JSON.stringify({ url: "https://news.test/ferry?commentID=c1", Coral_comment_id: "c1" }) },
        ],
      },
      attributeScores: { [status]: { summaryScore: { value: 1 } } },
      languages: ["en"],
      communityId: "Coral:https://news.test",
      clientToken: "comment:c1",
    });

  it("tells what its moderators did; the last word counts", async () => {
    const answer = await suggest("DELETED");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ clientToken: "comment:c1", requestedLanguages: ["en"] });
    const where = { orgId, community: "Coral:https://news.test" };
    const item = await db().item.findFirstOrThrow({ where, include: { labels: true } });
    expect(item).toMatchObject({
      text: "A remark about the ferry.",
      state: "decided",
      decision: "BLOCK",
      language: "en",
      context: "suggestion",
    });
    expect(item.labels).toMatchObject([
      { about: ["toxicity"], categories: ["toxicity"], harmful: true, source: "suggestion", weight: 0.5 },
    ]);

    await Promise.all([suggest("APPROVED"), suggest("APPROVED")]);
    const [after, ...more] = await db().item.findMany({ where, include: { labels: true } });
    expect(more).toEqual([]);
    expect(after).toMatchObject({ id: item.id, decision: "APPROVE" });
    expect(after?.labels).toMatchObject([{ about: ["toxicity"], categories: [], harmful: false }]);
    expect(
      await db().auditEvent.count({ where: { orgId, action: "label.suggested", subject: item.id } }),
    ).toBe(3);
  });
});

describe("a key", () => {
  const body = { comment: { text: "toxicity=0.1" }, requestedAttributes: { TOXICITY: {} } };

  it("may come in the query, in Google's header or as a bearer", async () => {
    expect((await call("analyze", body)).status).toBe(200);
    expect((await call("analyze", body, "", { "x-goog-api-key": key })).status).toBe(200);
    expect((await call("analyze", body, "", { authorization: `Bearer ${key}` })).status).toBe(200);
  });

  it.each([
    ["none", "", 401, "UNAUTHENTICATED"],
    ["an unknown one", "?key=AIza-nobody", 401, "UNAUTHENTICATED"],
  ])("refused: %s", async (_what, query, status, canonical) => {
    const response = await call("analyze", body, query);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: status, status: canonical } });
  });

  it("has its limits", async () => {
    const { secret } = await makeKey(orgId, ["moderate"], { ratePerSecond: 0.1, burst: 1 });
    await call("analyze", body, `?key=${secret}`);
    const response = await call("analyze", body, `?key=${secret}`);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await response.json()).toMatchObject({ error: { status: "RESOURCE_EXHAUSTED" } });
  });
});

describe("errors", () => {
  const errorOf = async (response: Response) => {
    expect(response.headers.get("content-type")).toContain("application/json");
    return ((await response.json()) as { error: { code: number; status: string; details?: object[] } }).error;
  };

  it("of an attribute that no model covers name it", async () => {
    const body = { comment: { text: "toxicity=0.1" }, requestedAttributes: { THREAT: {} } };
    const error = await errorOf(await call("analyze", body));
    expect(error).toMatchObject({ code: 400, status: "INVALID_ARGUMENT" });
    expect(error.details?.[0]).toMatchObject({
      "@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error",
      errorType: "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
      languageNotSupportedByAttributeError: { attribute: "THREAT" },
    });
  });

  it.each([
    ["a field of a wrong type", "analyze", { comment: "x" }, 400, "INVALID_ARGUMENT"],
    [
      "both contexts",
      "analyze",
      { context: { entries: [{}], articleAndParentComment: {} } },
      400,
      "INVALID_ARGUMENT",
    ],
    ["no body to speak of", "suggestscore", {}, 400, "INVALID_ARGUMENT"],
    ["another method", "list", {}, 404, "NOT_FOUND"],
  ])("of %s", async (_what, method, body, code, status) => {
    expect(await errorOf(await call(method, body))).toMatchObject({ code, status });
  });

  it("of a service that is down ask to come back", async () => {
    await service.stop();
    const body = { comment: { text: "toxicity=0.1" }, requestedAttributes: { TOXICITY: {} } };
    const response = await call("analyze", body);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await errorOf(response)).toMatchObject({ status: "UNAVAILABLE" });
    service = await startScoreService(fakeCascade());
  });
});
