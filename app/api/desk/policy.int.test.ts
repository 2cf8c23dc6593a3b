import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { listAudit } from "#lib/store/audit";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { activePolicy } from "#lib/store/policies";
import type { User } from "#lib/store/users";
import { insertVerdict } from "#lib/store/verdicts";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { GET as replay } from "./policy/replay/route";
import { GET as history, POST as save } from "./policy/route";

let orgId: string;
let admin: User;
beforeAll(async () => {
  orgId = await makeOrganization(undefined, DEFAULT_POLICY);
  admin = await makeUser(orgId, "admin");
});

const withToxicity = (fields: object) => ({
  ...DEFAULT_POLICY,
  categories: {
    ...DEFAULT_POLICY.categories,
    toxicity: { ...DEFAULT_POLICY.categories.toxicity, ...fields },
  },
});
const saveAs = async (user: User, body: object, basedOn: number, note = "") =>
  save(await deskRequest("/api/desk/policy", user, { body: { body, note, basedOn } }));

describe("a policy", () => {
  it("is saved as a new version, put in force and recorded", async () => {
    const response = await saveAs(admin, withToxicity({ review: 0.55 }), 1, "More careful");
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ version: 2 });
    expect((await activePolicy(orgId)).body.categories.toxicity.review).toBe(0.55);
    const { active, versions } = await (await history(await deskRequest("/", admin))).json();
    expect(active).toBe(2);
    expect(versions.map((entry: { version: number }) => entry.version)).toEqual([2, 1]);
    expect(versions[0]).toMatchObject({ note: "More careful", createdBy: admin.name });
    const [event] = await listAudit({ orgId, action: "policy.saved", limit: 1 });
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({
      version: 2,
      basedOn: 1,
      changes: [{ path: "toxicity.review", from: DEFAULT_POLICY.categories.toxicity.review, to: 0.55 }],
    });
  });

  it("made on an older version, or without a change, is refused", async () => {
    expect((await saveAs(admin, withToxicity({ review: 0.4 }), 1)).status).toBe(409);
    expect((await saveAs(admin, withToxicity({ review: 0.55 }), 2)).status).toBe(409);
  });

  it("saved twice at the same moment becomes one version", async () => {
    const org = await makeOrganization(undefined, DEFAULT_POLICY);
    const boss = await makeUser(org, "admin");
    const answers = await Promise.all(
      [0.41, 0.42, 0.43].map((review) => saveAs(boss, withToxicity({ review }), 1)),
    );
    expect(answers.map((response) => response.status).sort()).toEqual([201, 409, 409]);
    expect(await db().policy.count({ where: { orgId: org } })).toBe(2);
  });

  it.each([
    [withToxicity({ review: 0.99, block: 0.5 }), "/body/categories/toxicity/block"],
    [withToxicity({ review: 2 }), "/body/categories/toxicity/review"],
    [{ spotCheckRate: 0.01, categories: {} }, "/body/categories/toxicity"],
    [{ ...DEFAULT_POLICY, spotCheckRate: "often" }, "/body/spotCheckRate"],
  ])("that makes no sense is refused at its field", async (body, pointer) => {
    const response = await saveAs(admin, body, 2);
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe(pointer);
  });
});

describe("the sample for trying a policy out", () => {
  it("has the stored scores of the newest items of this organisation, without explanations", async () => {
    const id = newId("itm");
    const item = {
      id,
      orgId,
      contentId: "post-1",
      bodyHash: "x",
      modalities: ["text"],
      text: "y".repeat(500),
    };
    await db().item.create({ data: item });
    const explanations = [{ modality: "text" as const, category: "spam" as const, summary: "s", spans: [] }];
    await insertVerdict(db(), {
      itemId: id,
      orgId,
      receivedAt: new Date(),
      policyVersion: 1,
      modelVersions: {},
      processingMs: 3,
      features: [],
      verdict: {
        decision: "FLAG",
        interventions: [],
        scores: { spam: 0.8 },
        overallSafetyScore: 0.2,
        confidence: 0.8,
        decidedBy: ["spam"],
        reviewReason: "score",
        explanations,
      },
      stages: [
        {
          stage: "text-screen",
          model: "text-screen@1.0.0",
          modality: "text",
          ms: 2.5,
          outcome: "continue",
          scores: { spam: 0.8 },
          matches: [],
          explanations,
          covered: true,
        },
      ],
    });
    const { items } = await (
      await replay(await deskRequest("/api/desk/policy/replay?limit=10", admin))
    ).json();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id,
      contentId: "post-1",
      results: [{ scores: { spam: 0.8 }, explanations: [] }],
    });
    expect(items[0].excerpt).toHaveLength(160);
    const stranger = await makeUser(await makeOrganization("Elsewhere"), "admin");
    expect(await (await replay(await deskRequest("/api/desk/policy/replay", stranger))).json()).toEqual({
      items: [],
    });
    expect((await replay(await deskRequest("/api/desk/policy/replay?limit=99999", admin))).status).toBe(422);
  });
});
