import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "#lib/config/env";
import { modelListSchema, modelPageSchema } from "#lib/domain/model-catalogue";
import { TEACHING_NEEDS } from "#lib/domain/model-kinds";
import { db } from "#lib/store/client";
import { beat } from "#lib/store/heartbeats";
import { newId } from "#lib/store/ids";
import type { User } from "#lib/store/users";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser } from "../../../scripts/test/people";
import { GET as one } from "./models/[name]/route";
import { GET as list } from "./models/route";

let admin: User;
let orgId: string;
/** Versions as the manifest has them: they change with every training. */
const manifest: { models: { name: string; version: string }[] } = JSON.parse(
  readFileSync(path.join(env().MODELS_DIR, "manifest.json"), "utf8"),
);
const versionOf = (name: string) => manifest.models.find((each) => each.name === name)?.version ?? "";
const full = (name: string) => `${name}@${versionOf(name)}`;

beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});

afterEach(async () => {
  await db().workerHeartbeat.deleteMany({});
});

const listed = async (user = admin) =>
  modelListSchema.parse(await (await list(await deskRequest("/api/desk/models", user))).json());
const model = async (name: string, user = admin) =>
  (await listed(user)).models.find((each) => each.name === name);
const page = async (name: string, user = admin) =>
  one(await deskRequest(`/api/desk/models/${name}`, user), { params: Promise.resolve({ name }) });

const worker = (id: string, models: Parameters<typeof beat>[0]["models"]) =>
  beat({ id, startedAt: new Date(), queues: ["moderate"], models, host: "box", scoreUrl: null });

const cpu = { state: "ready", provider: "cpu" } as const;

/** A judged picture whose features the picture model kept. */
async function judgedPicture(org: string, categories: string[]): Promise<void> {
  const id = newId("itm");
  await db().item.create({
    data: { id, orgId: org, contentId: id, bodyHash: "x", modalities: ["image"] },
  });
  await db().featureLog.create({
    data: { itemId: id, model: full("image-screen"), data: new Uint8Array(4) },
  });
  await db().label.create({
    data: {
      ...{ id: newId("lbl"), orgId: org, itemId: id, categories, source: "review" },
      harmful: categories.length > 0,
    },
  });
}

describe("GET /api/desk/models", () => {
  it("lists what the manifest names and the programs, in the order of the cascade, without a worker too", async () => {
    const { models, workers, problem } = await listed();
    expect(models.map(({ name }) => name)).toEqual([
      ...[
        "text-screen",
        "text-glance",
        "text-deep",
        "text-sense",
        "image-screen",
        "image-head",
        "image-words",
        "speech",
        "fusion",
      ],
    ]);
    expect([workers, problem]).toEqual([0, null]);
    expect(models.find(({ name }) => name === "text-deep")).toMatchObject({
      version: versionOf("text-deep"),
      state: "unknown",
      recent: null,
    });
    const deep = models.find(({ name }) => name === "text-deep");
    expect(deep?.joined.toxicity?.weight).toBeGreaterThan(0);
    expect(deep?.joined.toxicity?.languages.pt?.weight).toBeGreaterThan(0);
    expect(deep?.files.every(({ sha256, bytes }) => /^[0-9a-f]{64}$/.test(sha256) && bytes > 0)).toBe(true);
  });

  it("says how each worker fares, which version it has, and what a worker has that this folder has not", async () => {
    const gpu = { ...cpu, reason: "Runs on cpu because cuda: a library is missing; webgpu: no adapter" };
    const old = { ...cpu, reason: `${full("text-deep")} was not taken over: damaged` };
    await worker("wrk_0001", { [full("text-screen")]: gpu, [full("text-deep")]: cpu });
    await worker("wrk_0002", { [full("text-screen")]: cpu, "text-deep@0.1.0": old, "extra@2.0.0": cpu });
    expect(await model("text-screen")).toMatchObject({
      state: "serving",
      workers: [
        { worker: "box 0001", ready: true, provider: "cpu" },
        { worker: "box 0002", ready: true },
      ],
    });
    expect(await model("text-deep")).toMatchObject({
      state: "partly",
      note: expect.stringMatching(
        /1 of 2 workers still with version 0\.1\.0: .* was not taken over: damaged/,
      ),
    });
    expect(await model("fusion")).toMatchObject({ state: "down", workers: [] });
    expect(await model("extra")).toMatchObject({ version: "2.0.0", state: "partly" });
    expect(await model("speech")).toMatchObject({ state: "serving" });
    await worker("wrk_0001", { pocketsphinx_batch: { state: "disabled", reason: "not installed" } });
    await worker("wrk_0002", { pocketsphinx_batch: { state: "disabled", reason: "not installed" } });
    expect(await model("speech")).toMatchObject({
      state: "down",
      note: "pocketsphinx_batch: not installed.",
    });
  });

  it("says what each did on the organisation's last items, and of no other's", async () => {
    for (const outcomes of [["continue", "failed"], ["timeout"], ["continue"]]) {
      const id = newId("itm");
      await db().item.create({ data: { id, orgId, contentId: id, bodyHash: "x", modalities: ["text"] } });
      const stages = outcomes.map((outcome, ord) => ({
        ...{ itemId: id, stage: `part-${ord}`, model: full("text-screen"), ord },
        result: { outcome, ms: 2 },
      }));
      await db().stageResult.createMany({ data: stages });
    }
    expect((await model("text-screen"))?.recent).toEqual({ items: 3, failed: 2, medianMs: 2 });
    const other = await makeUser(await makeOrganization("Quiet"), "admin");
    expect((await model("text-screen", other))?.recent).toBeNull();
  });

  it("counts the labels that can teach the picture head, the organisation's own", async () => {
    const elsewhere = await makeOrganization("Elsewhere");
    await judgedPicture(orgId, ["violence"]);
    await judgedPicture(orgId, []);
    const head = await model("image-head");
    expect(head).toMatchObject({ state: "empty", teaching: { judged: 2, needed: TEACHING_NEEDS } });
    expect(head?.teaching?.categories.find(({ category }) => category === "violence")).toEqual({
      ...{ category: "violence", harmful: 1, harmless: 1 },
    });
    expect(head?.teaching?.categories.some(({ category }) => category === "sexual")).toBe(false);
    expect((await model("image-head", await makeUser(elsewhere, "admin")))?.teaching?.judged).toBe(0);
  });

  it("refuses leads and moderators", async () => {
    for (const role of ["lead", "moderator"] as const) {
      const user = await makeUser(orgId, role);
      expect((await list(await deskRequest("/api/desk/models", user))).status).toBe(403);
      expect((await page("text-screen", user)).status).toBe(403);
    }
  });
});

describe("GET /api/desk/models/{name}", () => {
  it("gives the card, and for programs none", async () => {
    const screen = modelPageSchema.parse(await (await page("text-screen")).json());
    expect(screen.card).toMatch(/^# text-screen/);
    expect(screen.model.version).toBe(versionOf("text-screen"));
    expect(modelPageSchema.parse(await (await page("image-words")).json()).card).toBeNull();
    expect((await page("no-such-model")).status).toBe(404);
    expect((await page("..")).status).toBe(404);
  });
});

describe("a models folder that cannot be read", () => {
  it("is said, with what is known besides", async () => {
    const { MODELS_DIR } = env();
    const folder = mkdtempSync(path.join(tmpdir(), "sightline-models-"));
    try {
      cpSync(path.join(MODELS_DIR, "manifest.json"), path.join(folder, "manifest.json"));
      env().MODELS_DIR = folder;
      // Neither card nor curves are there; what the manifest says still is.
      const screen = modelPageSchema.parse(await (await page("text-screen")).json());
      expect(screen).toMatchObject({ card: null, model: { curves: {}, name: "text-screen" } });
      writeFileSync(path.join(folder, "manifest.json"), "{");
      const { models, problem } = await listed();
      expect(problem).toMatch(/manifest\.json cannot be read/);
      expect(models.map(({ name }) => name)).toEqual(["image-head", "image-words", "speech"]);
    } finally {
      env().MODELS_DIR = MODELS_DIR;
      rmSync(folder, { recursive: true });
    }
  });
});
