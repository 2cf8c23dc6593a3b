import { beforeAll, describe, expect, it } from "vitest";
import { type RecalibrationProposal, recalibrationProposalSchema } from "#lib/domain/recalibration-proposal";
import { listAudit } from "#lib/store/audit";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";
import { activePolicy } from "#lib/store/policies";
import type { User } from "#lib/store/users";
import { stageResult } from "../../../scripts/test/fake-cascade";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { DELETE as drop, GET as preview, POST as recalibrate } from "./models/calibration/route";

let orgId: string;
let admin: User;

const stage = (name: string, spam: number) =>
  stageResult({ stage: name, model: `${name}@1.0.0`, scores: { spam, hate: 0.1 } });

/** 120 labelled items: what scores 0.9 is spam half of the time, what scores 0.2 never; half speak of spam alone. */
async function labelled(org: string): Promise<void> {
  const rows = Array.from({ length: 120 }, (_, at) => {
    const high = at % 3 !== 0;
    return { id: newId("itm"), at, spam: high ? 0.9 : 0.2, isSpam: high && at % 2 === 0 };
  });
  await db().item.createMany({
    data: rows.map(({ id, at }) => ({
      ...{ id, orgId: org, contentId: `post-${at}`, bodyHash: "x", modalities: ["text"], text: "t" },
    })),
  });
  await db().stageResult.createMany({
    data: rows.flatMap(({ id, spam }) =>
      [stage("text-screen", 0.5), stage("text-deep", spam)].map((result, ord) => ({
        ...{ itemId: id, stage: result.stage, model: result.model, ord, result: { ...result } },
      })),
    ),
  });
  await db().label.createMany({
    data: rows.map(({ id, at, isSpam }) => ({
      id: newId("lbl"),
      orgId: org,
      itemId: id,
      categories: isSpam ? ["spam"] : [],
      about: at % 2 === 0 ? ["spam"] : [],
      harmful: isSpam,
      source: "review",
    })),
  });
}

interface JudgedFields {
  categories: string[];
  picture?: boolean;
  version?: string;
  at?: Date;
}

/** One more judged item; the id of its label. */
async function judged(org: string, { spam }: { spam: number }, fields: JudgedFields): Promise<string> {
  const { categories, picture = false, version = "1.0.0", at } = fields;
  const id = newId("itm");
  await db().item.create({ data: { id, orgId: org, contentId: id, bodyHash: "x", modalities: ["text"] } });
  const text = { ...stage("text-deep", spam), model: `text-deep@${version}` };
  const looks = { ...stage("image-screen", 0.1), modality: "image" as const };
  const results = picture ? [text, looks] : [text];
  await db().stageResult.createMany({
    data: results.map((result, ord) => ({
      ...{ itemId: id, stage: result.stage, model: result.model, ord, result: { ...result } },
    })),
  });
  const label = { id: newId("lbl"), orgId: org, itemId: id, categories, source: "review" };
  await db().label.create({
    data: { ...label, harmful: categories.length > 0, ...(at ? { createdAt: at } : {}) },
  });
  return label.id;
}

beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});

const ask = async (method: typeof preview, user = admin) =>
  method(await deskRequest("/api/desk/models/calibration", user));
const proposal = async (user = admin): Promise<RecalibrationProposal> =>
  recalibrationProposalSchema.parse(await (await ask(preview, user)).json());
const post = async (body: object, user = admin) =>
  recalibrate(await deskRequest("/api/desk/models/calibration", user, { method: "POST", body }));
/** What puts all in force that a proposal gains. */
const wanted = ({ basedOn, until, labels, proposed }: RecalibrationProposal) => ({
  ...{ basedOn, until: until ?? new Date().toISOString(), labels },
  categories: Object.keys(proposed?.curves ?? { spam: true }),
});

describe("recalibration from labels", () => {
  it("has nothing to say without labels, and says so", async () => {
    const empty = await proposal();
    expect(empty).toMatchObject({ models: [], labels: 0, categories: [], inForce: null, proposed: null });
    const refused = await post(wanted(empty));
    expect(refused.status).toBe(409);
    expect((await refused.json()).detail).toMatch(/too few decisions yet: a category takes 100, with 15/);
    expect((await ask(drop)).status).toBe(409);
  });

  it("says what it would gain, puts the curves in force as a version of the policy, and takes them back", async () => {
    await labelled(orgId);
    const first = await proposal();
    expect(first).toMatchObject({
      models: ["text-screen@1.0.0", "text-deep@1.0.0"],
      labels: 120,
      basedOn: 1,
      inForce: null,
      leftOut: { otherModels: 0, otherParts: 0 },
    });
    const of = (category: string) => first.categories.find((each) => each.category === category);
    expect(of("spam")).toMatchObject({ labels: 120, positives: 40, reason: "adopted" });
    expect(of("spam")?.after).toBeLessThan(of("spam")?.before ?? 0);
    // Of 80 that score 0.9 half are spam, of 40 that score 0.2 none.
    const low = 0.2 >= (of("spam")?.reviewFrom ?? 0) ? 0 : 40;
    expect(of("spam")?.agreement?.value).toBeCloseTo((40 + low) / 120);
    // Labels about spam alone say nothing of hate.
    expect(of("hate")).toMatchObject({ labels: 60, positives: 0, reason: "too_few_labels" });
    const refused = await post({ ...wanted(first), categories: ["spam", "hate"] });
    expect((await refused.json()).detail).toMatch(/too few decisions/);

    const response = await post(wanted(first));
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ version: 2 });
    const { recalibration } = (await activePolicy(orgId)).body;
    expect(recalibration).toEqual(first.proposed);
    expect((await proposal()).inForce).toEqual({ ...first.proposed, stale: false });
    const [event] = await listAudit({ orgId, action: "policy.saved", limit: 1 });
    expect(event?.actor).toBe(admin.id);
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({
      note: "Recalibrated on 120 decisions of people",
      changes: [{ path: "recalibration.spam", from: null, to: "Platt's curve from 120 labels" }],
    });

    // The scores are measured as they are served now: the same labels gain nothing more.
    const again = await proposal();
    expect(again).toMatchObject({ basedOn: 2, proposed: null });
    const none = await post({ ...wanted(again), categories: ["spam"] });
    expect((await none.json()).detail).toMatch(/Nothing is gained/);

    expect(await (await ask(drop)).json()).toEqual({ version: 3 });
    expect((await activePolicy(orgId)).body.recalibration).toBeUndefined();
    expect(await (await post({ basedOn: 3, asInVersion: 2 })).json()).toEqual({ version: 4 });
    expect((await activePolicy(orgId)).body.recalibration).toEqual(first.proposed);
    expect((await post({ basedOn: 4, asInVersion: 9 })).status).toBe(409);
    expect((await post({ basedOn: 4, asInVersion: 1 })).status).toBe(201);
    expect((await activePolicy(orgId)).body.recalibration).toBeUndefined();
  });

  it("puts in force what was previewed, or nothing: not with other labels, nor on another policy", async () => {
    const now = await proposal();
    const stale = await post({ ...wanted(now), basedOn: now.basedOn - 1 });
    expect((await stale.json()).detail).toMatch(/came into force while you worked/);
    // What people decide after the preview does not change what is saved.
    const later = await judged(orgId, { spam: 0.9 }, { categories: ["spam"], at: new Date() });
    const saved = await post(wanted(now));
    expect(saved.status).toBe(201);
    expect((await activePolicy(orgId)).body.recalibration).toEqual(now.proposed);
    await ask(drop);
    const fresh = await proposal();
    await db().label.delete({ where: { id: later } });
    const changed = await post(wanted(fresh));
    expect((await changed.json()).detail).toMatch(/decisions behind this preview have changed/);
  });

  it("leaves out harm of posts that hold more than text, and what other models scored", async () => {
    const org = await makeOrganization("Mixed");
    const person = await makeUser(org, "admin");
    await judged(org, { spam: 0.1 }, { categories: [], version: "0.9.0" });
    await judged(org, { spam: 0.9 }, { categories: ["spam"] });
    await judged(org, { spam: 0.9 }, { categories: ["spam"], picture: true });
    await judged(org, { spam: 0.1 }, { categories: [], picture: true });
    expect(await proposal(person)).toMatchObject({
      labels: 2,
      leftOut: { otherModels: 1, otherParts: 1 },
    });
  });

  it("is each organisation's own, and the admin's alone", async () => {
    const other = await makeUser(await makeOrganization("Elsewhere"), "admin");
    expect(await proposal(other)).toMatchObject({ labels: 0, categories: [] });
    for (const role of ["lead", "moderator"] as const) {
      const user = await makeUser(orgId, role);
      expect((await ask(preview, user)).status).toBe(403);
      expect((await post({ basedOn: 1, asInVersion: 1 }, user)).status).toBe(403);
      expect((await ask(drop, user)).status).toBe(403);
    }
  });
});
