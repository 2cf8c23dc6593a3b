import { beforeAll, describe, expect, it } from "vitest";
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

beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});

const ask = async (method: typeof preview, user = admin) =>
  method(await deskRequest("/api/desk/models/calibration", user));

describe("recalibration from labels", () => {
  it("has nothing to say without labels", async () => {
    expect(await (await ask(preview)).json()).toEqual({
      models: [],
      labels: 0,
      categories: [],
      inForce: null,
    });
    expect((await ask(recalibrate)).status).toBe(409);
    expect((await ask(drop)).status).toBe(409);
  });

  it("says what it would gain, puts the curves in force as a version of the policy, and takes them back", async () => {
    await labelled(orgId);
    const proposal = await (await ask(preview)).json();
    expect(proposal).toMatchObject({
      models: ["text-screen@1.0.0", "text-deep@1.0.0"],
      labels: 120,
      inForce: null,
    });
    const of = (category: string) =>
      proposal.categories.find((each: { category: string }) => each.category === category);
    expect(of("spam")).toMatchObject({ labels: 120, positives: 40, reason: "adopted" });
    expect(of("spam").after).toBeLessThan(of("spam").before);
    // Labels about spam alone say nothing of hate.
    expect(of("hate")).toMatchObject({ labels: 60, positives: 0, reason: "too_few_labels" });

    const response = await ask(recalibrate);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ version: 2 });
    const { recalibration } = (await activePolicy(orgId)).body;
    expect(recalibration).toMatchObject({ models: ["text-screen@1.0.0", "text-deep@1.0.0"], labels: 120 });
    expect(Object.keys(recalibration?.curves ?? {})).toEqual(["spam"]);
    expect((await (await ask(preview)).json()).inForce).toEqual({
      models: recalibration?.models,
      labels: 120,
      categories: ["spam"],
    });
    const [event] = await listAudit({ orgId, action: "policy.saved", limit: 1 });
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({ changes: [{ path: "recalibration", to: 120 }] });

    expect(await (await ask(drop)).json()).toEqual({ version: 3 });
    expect((await activePolicy(orgId)).body.recalibration).toBeUndefined();
  });

  it("is each organisation's own, and the admin's alone", async () => {
    const other = await makeOrganization("Elsewhere");
    expect(await (await ask(preview, await makeUser(other, "admin"))).json()).toMatchObject({ labels: 0 });
    expect((await ask(recalibrate, await makeUser(orgId, "lead"))).status).toBe(403);
  });
});
