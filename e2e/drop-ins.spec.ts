import { createRequire } from "node:module";
import { type APIRequestContext, expect, test } from "@playwright/test";
import { Discovery } from "googleapis-common";
import OpenAI from "openai";
import { demoPosts } from "../prisma/demo/posts";
import { makePicture } from "../scripts/test/pictures";
import { credentials } from "./credentials";

const texts = demoPosts()
  .map((post) => post.text)
  .slice(0, 40);

interface Analysis {
  attributeScores: Record<string, { summaryScore: { value: number } }>;
  detectedLanguages: string[];
}

/** Which texts share a batch shows in the last digits of single precision. */
const DIGITS = 6;

function expectSame(found: Record<string, number>, wanted: Record<string, number>) {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, score] of Object.entries(wanted)) expect(found[name]).toBeCloseTo(score, DIGITS);
}

async function judged(request: APIRequestContext, text: string, at: number) {
  const response = await request.post("/api/v1/moderate", {
    headers: { authorization: `Bearer ${credentials().apiKey}` },
    data: { content_id: `drop-in-${Date.now()}-${at}`, text, wait_ms: 10_000 },
  });
  expect(response.status()).toBe(200);
  return response.json();
}

test("the OpenAI client gets the scores and decisions that items get", async ({ request, baseURL }) => {
  const client = new OpenAI({ apiKey: credentials().apiKey, baseURL: `${baseURL}/v1` });
  const { data, response } = await client.moderations.create({ input: texts }).withResponse();
  expect(response.headers.get("sightline-not-covered")).toContain("illicit");
  for (const [at, text] of texts.entries()) {
    const result = data.results[at] as OpenAI.Moderation & {
      sightline: { scores: Record<string, number>; decision: string };
    };
    const item = await judged(request, text, at);
    expect(result.sightline.decision).toBe(item.decision);
    expectSame(result.sightline.scores, item.scores);
    expect(result.category_scores.hate).toBeCloseTo(item.scores.hate ?? 0, DIGITS);
  }
  const picture = await makePicture(4).jpeg().toBuffer();
  const url = `data:image/jpeg;base64,${picture.toString("base64")}`;
  const seen = await client.moderations.create({ input: [{ type: "image_url", image_url: { url } }] });
  expect(seen.results[0]?.category_applied_input_types.sexual).toEqual(["image"]);
  expect(seen.results[0]?.category_scores.sexual).toBeLessThan(0.5);
});

test("a Perspective client gets them too, by its own address", async ({ request, baseURL }) => {
  const require = createRequire(import.meta.url);
  const Perspective = require("perspective-api-client");
  const axios = createRequire(require.resolve("perspective-api-client"))("axios");
  const toHere = axios.interceptors.request.use((config: { url: string }) => ({
    ...config,
    url: config.url.replace("https://commentanalyzer.googleapis.com", baseURL as string),
  }));
  try {
    const client = new Perspective({ apiKey: credentials().apiKey });
    const options = { attributes: ["TOXICITY", "INSULT_EXPERIMENTAL"], stripHTML: false };
    for (const [at, text] of texts.slice(0, 10).entries()) {
      const { attributeScores }: Analysis = await client.analyze(text, options);
      const { scores } = await judged(request, text, 1000 + at);
      expect(attributeScores.TOXICITY?.summaryScore.value).toBeCloseTo(scores.toxicity, DIGITS);
      expect(attributeScores.INSULT_EXPERIMENTAL?.summaryScore.value).toBeCloseTo(scores.harassment, DIGITS);
    }
  } finally {
    axios.interceptors.request.eject(toHere);
  }
});

test("Google's discovery client finds its way, and Coral's requests are answered", async ({
  request,
  baseURL,
}) => {
  const document = `${baseURL}/$discovery/rest?version=v1alpha1`;
  const create = await new Discovery({ debug: false, includePrivate: false }).discoverAPI(document);
  const client = (
    create as unknown as (options: object) => {
      comments: { analyze(call: object): Promise<{ data: Analysis }> };
    }
  )({});
  const resource = {
    comment: { text: "The bus was late again this morning." },
    requestedAttributes: { THREAT: {} },
  };
  const { data } = await client.comments.analyze({ key: credentials().apiKey, resource });
  expect(data.attributeScores.THREAT?.summaryScore.value).toBeLessThan(0.5);
  expect(data.detectedLanguages).toEqual(["en"]);

  const coral = await request.post(`/v1alpha1/comments:suggestscore?key=${credentials().apiKey}`, {
    data: {
      comment: { text: "The bus was late again this morning." },
      context: { entries: [{ text: '{"Coral_comment_id":"c9"}' }] },
      attributeScores: { APPROVED: { summaryScore: { value: 1 } } },
      languages: ["en"],
      communityId: "Coral:https://news.test",
      clientToken: "comment:c9",
    },
  });
  expect(coral.status()).toBe(200);
  expect(await coral.json()).toEqual({ clientToken: "comment:c9", requestedLanguages: ["en"] });
});
