import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CascadePort } from "#lib/domain/cascade";
import { moderateBodySchema } from "#lib/domain/content";
import { KNOWN_MEDIA_STAGES } from "#lib/inference/stages/known-media";
import type { UsableMedia } from "#lib/inference/stages/media-stage";
import { closeConnections } from "#lib/services/close-connections";
import { openKnownMedia } from "#lib/services/known-media";
import { moderateItem } from "#lib/services/moderate-item";
import { openMediaPreparer } from "#lib/services/prepare-media";
import { readItemDetail } from "#lib/services/read-item";
import { submitItem } from "#lib/services/submit-item";
import type { User } from "#lib/store/users";
import { stageResult } from "#scripts/test/fake-cascade";
import { makePicture } from "#scripts/test/pictures";
import { makeOrganization } from "../../../scripts/test/organization";
import { deskRequest, makeUser, routeContext } from "../../../scripts/test/people";
import { DELETE as remove } from "./lists/[id]/route";
import { GET as exportLists, POST as importLists } from "./lists/exchange/route";
import { POST as fingerprint } from "./lists/fingerprint/route";
import { POST as add, GET as search } from "./lists/route";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-known-"));
process.env.SIGHTLINE_DATA_DIR = folder;

const preparer = openMediaPreparer({ processes: 1 });
// Two workers, each with lists of its own in memory.
const workers = [openKnownMedia(), openKnownMedia()];
let orgId = "";
let admin: User;
let serial = 0;

beforeAll(async () => {
  orgId = await makeOrganization();
  admin = await makeUser(orgId, "admin");
});
afterAll(async () => {
  preparer.close();
  await closeConnections();
  await rm(folder, { recursive: true, force: true });
});

const looks = { name: "image-screen", level: 1, modality: "image", model: "x@1.0.0", timeoutMs: 1 } as const;
const [known] = KNOWN_MEDIA_STAGES as [(typeof KNOWN_MEDIA_STAGES)[number]];
/** The real look-up, and a model that finds every picture harmless. */
const cascade: CascadePort = {
  plan: () => [known.spec, looks],
  run: async (spec, { media = [] }, context) =>
    spec.name === known.spec.name
      ? known.run(media[0] as UsableMedia, {
          context,
          pool: { infer: () => Promise.reject() },
          judgeText: async () => [],
          language: null,
        })
      : { result: stageResult({ stage: looks.name, modality: "image", scores: { sexual: 0.01 } }) },
};

async function judge(picture: Sharp, worker = 0) {
  const image_base64 = (await picture.jpeg({ quality: 90 }).toBuffer()).toString("base64");
  const body = moderateBodySchema.parse({ content_id: `picture-${++serial}`, image_base64 });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  const rules = async () => ({ version: 0, rules: [] });
  await moderateItem(item.id, { cascade, media: preparer, knownMedia: workers[worker], rules });
  const { decision, stages } = await readItemDetail(orgId, item.id);
  return { decision, matches: stages.flatMap(({ matches }) => matches) };
}

async function hashOf(picture: Sharp) {
  const bytes = await picture.jpeg({ quality: 90 }).toBuffer();
  const response = await fingerprint(
    await deskRequest("/api/desk/lists/fingerprint", admin, {
      body: { image_base64: bytes.toString("base64") },
    }),
  );
  expect(response.status).toBe(200);
  return (await response.json()) as { sha256: string; pdq: { hash: string; quality: number } };
}

const addHash = async (kind: string, value: string, action: string) =>
  add(
    await deskRequest("/api/desk/lists", admin, {
      body: { entries: [{ kind, value }], category: "violence", action, note: "from a test" },
    }),
  );

describe("a picture whose hash is on a list", () => {
  it("is found by its bytes and by its looks, in every worker, at once", async () => {
    const picture = () => makePicture(31);
    expect(await judge(picture())).toMatchObject({ decision: "APPROVE", matches: [] });
    const { sha256, pdq } = await hashOf(picture());
    expect(pdq.quality).toBeGreaterThanOrEqual(50);
    expect((await addHash("sha256", sha256.toUpperCase(), "flag")).status).toBe(201);
    for (const worker of [0, 1])
      expect(await judge(picture(), worker)).toMatchObject({
        decision: "FLAG",
        matches: [{ kind: "sha256", value: sha256, category: "violence", distance: 0 }],
      });
    await addHash("pdq", pdq.hash, "block");
    for (const worker of [0, 1])
      expect((await judge(picture().resize(200, 150), worker)).matches).toMatchObject([
        { kind: "pdq", action: "block" },
      ]);
  });

  it.each([
    ["smaller", (picture: Sharp) => picture.resize(160, 120)],
    ["turned", (picture: Sharp) => picture.rotate(90)],
    ["mirrored", (picture: Sharp) => picture.flop()],
    ["blurred", (picture: Sharp) => picture.blur(1.2)],
    ["brighter", (picture: Sharp) => picture.linear(1.1, 8)],
  ])("is blocked %s too", async (_, change) => {
    const { decision, matches } = await judge(change(makePicture(31)));
    expect(decision).toBe("BLOCK");
    expect(matches[0]?.distance).toBeLessThanOrEqual(31);
  });

  it("leaves other pictures and other organisations alone", async () => {
    expect(await judge(makePicture(32))).toMatchObject({ decision: "APPROVE", matches: [] });
    const lookUp = await (workers[0] as (typeof workers)[number])(await makeOrganization("Elsewhere"));
    const { pdq } = await hashOf(makePicture(31));
    expect(lookUp({ hashes: { pdq: [Buffer.from(pdq.hash, "hex")], quality: 100 } })).toEqual([]);
  });

  it("passes again once its entries are taken out", async () => {
    const page = await (await search(await deskRequest("/api/desk/lists", admin))).json();
    for (const { id } of page.entries as { id: string }[])
      await remove(
        await deskRequest(`/api/desk/lists/${id}`, admin, { method: "DELETE" }),
        routeContext({ id }),
      );
    expect(await judge(makePicture(31))).toMatchObject({ decision: "APPROVE", matches: [] });
  });
});

describe("exchange files", () => {
  const HEADER = "collab,signal_type,signal_str,category,tags";
  const hash = (digit: string) => digit.repeat(64);
  const send = async (csv: string) =>
    importLists(
      await deskRequest("/api/desk/lists/exchange", admin, {
        body: { csv, category: "hate", action: "block" },
      }),
    );

  it("come in row by row, with what could not be used", async () => {
    const rows = [
      `partners,pdq,${hash("a")},POSITIVE_CLASS,one two`,
      `partners,sha256,${hash("b")},NEGATIVE_CLASS,`,
      `partners,pdq,${hash("c")},DISPUTED,`,
      "partners,pdq,too short,POSITIVE_CLASS,",
      `partners,video_md5,${hash("d").slice(32)},POSITIVE_CLASS,`,
    ];
    const response = await send([HEADER, ...rows].join("\n"));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      added: 3,
      skipped: 0,
      problems: 1,
      unsupported: { video_md5: 1 },
    });
    const { entries } = (await (await search(await deskRequest("/api/desk/lists", admin))).json()) as {
      entries: { kind: string; action: string; note: string }[];
    };
    expect(entries.map(({ kind, action }) => `${kind} ${action}`).sort()).toEqual([
      "pdq block",
      "pdq flag",
      "sha256 allow",
    ]);
    expect(entries.some(({ note }) => note === "partners one two")).toBe(true);
  });

  it("go out so that they can come in again", async () => {
    const response = await exportLists(await deskRequest("/api/desk/lists/exchange", admin));
    expect(response.headers.get("content-type")).toContain("text/csv");
    const csv = await response.text();
    expect(csv.split("\r\n")[0]).toBe(HEADER);
    expect(csv).toContain(`sightline,pdq,${hash("a")},POSITIVE_CLASS,hate block partners one two`);
    expect(await (await send(csv)).json()).toMatchObject({ problems: 0 });
  });

  it.each(["nothing,at\nall,", HEADER, `${HEADER}\nx,pdq,short,POSITIVE_CLASS,`])(
    "of no use are refused: %j",
    async (csv) => {
      expect((await send(csv)).status).toBe(422);
    },
  );

  it("a hash that is none is refused at its field", async () => {
    const response = await addHash("pdq", "abc", "flag");
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe("/entries/0/value");
  });
});
