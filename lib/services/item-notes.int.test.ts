import { afterAll, beforeAll, expect, it } from "vitest";
import { aroundSchema } from "#lib/domain/around";
import { moderateBodySchema } from "#lib/domain/content";
import { mentionsSchema, noteThreadSchema } from "#lib/domain/notes";
import { db } from "#lib/store/client";
import { insertShadow } from "#lib/store/shadows";
import { fakeCascade } from "#scripts/test/fake-cascade";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { closeConnections } from "./close-connections";
import { eraseAuthorData } from "./erase-author";
import { addNote, markRead, readMentions, readNotes } from "./item-notes";
import { moderateItem } from "./moderate-item";
import { readAround } from "./read-around";
import type { Reviewer } from "./review-task";
import { submitItem } from "./submit-item";

const ports = { cascade: fakeCascade(), rules: async () => ({ version: 0, rules: [] }) };
let orgId: string;
let ana: Reviewer;
let bo: Reviewer;
let lead: Reviewer;
let serial = 0;

async function person(name: string, role: Reviewer["role"] = "moderator"): Promise<Reviewer> {
  const userId = (await makeUser(orgId, role)).id;
  await db().user.update({ where: { id: userId }, data: { name } });
  return { orgId, role, userId };
}

beforeAll(async () => {
  orgId = await makeOrganization();
  [ana, bo, lead] = [await person("Ana Maria"), await person("Bo"), await person("Lee", "lead")];
});
afterAll(closeConnections);

async function post(text: string, metadata: object = {}) {
  const body = moderateBodySchema.parse({ content_id: `note-${++serial}`, text, metadata });
  const { item } = await submitItem({ orgId, apiKeyId: null, body });
  await moderateItem(item.id, ports);
  return item.id;
}

it("keeps a thread with author and time, and brings the people it names to it once", async () => {
  const id = await post("toxicity=0.7");
  await addNote(ana, id, "Is this a quotation, @bo?");
  const thread = noteThreadSchema.parse(await addNote(bo, id, "Yes. @Ana Maria @Lee see the poster."));
  expect(thread.notes).toMatchObject([
    { by: "Ana Maria", own: false, text: "Is this a quotation, @bo?" },
    { by: "Bo", own: true },
  ]);
  expect(thread.people.sort()).toEqual(["Ana Maria", "Lee"]);
  const mine = mentionsSchema.parse(await readMentions(bo));
  expect(mine).toMatchObject({ unread: 1, mentions: [{ itemId: id, by: "Ana Maria", unread: true }] });
  // Only one's own are marked by it.
  await markRead(ana, [mine.mentions[0]!.noteId]);
  expect((await readMentions(bo)).unread).toBe(1);
  await markRead(bo, [mine.mentions[0]!.noteId]);
  expect(await readMentions(bo)).toMatchObject({ unread: 0, mentions: [{ unread: false }] });
  const log = await db().auditEvent.findMany({
    where: { orgId, action: "note.added" },
    orderBy: { seq: "asc" },
  });
  expect(log.map(({ payload }) => JSON.parse(payload).mentions)).toEqual([
    [bo.userId],
    [ana.userId, lead.userId],
  ]);
  expect(JSON.stringify(log)).not.toContain("quotation");
});

it("names nobody who has left or belongs elsewhere, and is not there for strangers", async () => {
  const id = await post("toxicity=0.7");
  const gone = await person("Gone");
  await db().user.update({ where: { id: gone.userId }, data: { active: false } });
  const stranger = { ...ana, orgId: await makeOrganization() };
  await addNote(ana, id, "@Gone @Nobody look");
  expect((await readMentions(gone)).mentions).toEqual([]);
  for (const attempt of [readNotes(stranger, id), addNote(stranger, id, "Hello"), readAround(stranger, id)])
    await expect(attempt).rejects.toMatchObject({ code: "not_found" });
});

it("keeps notes back while opinions are asked for, leads among those, and in blind queues from moderators", async () => {
  const id = await post("toxicity=0.7");
  await addNote(ana, id, "I would take it down, @Bo @Lee.");
  const set = (data: object) => db().reviewTask.updateMany({ where: { itemId: id }, data });
  await set({ opinionsNeeded: 3 });
  for (const reader of [bo, lead]) {
    expect(await readNotes(reader, id)).toMatchObject({ keptBack: true, notes: [] });
    expect((await readMentions(reader)).mentions[0]).toMatchObject({ itemId: id, text: null, unread: true });
  }
  expect((await readNotes(ana, id)).notes).toHaveLength(1);
  await set({ opinionsNeeded: 1, blindModel: true });
  expect((await readNotes(bo, id)).notes).toEqual([]);
  expect((await readNotes(lead, id)).notes).toHaveLength(1);
  await set({ state: "closed" });
  expect(await readNotes(bo, id)).toMatchObject({ keptBack: false, notes: [{ by: "Ana Maria" }] });
});

it("shows what was posted around an item in its community, and hides the original from who holds a copy", async () => {
  const community = "harbour";
  const before = await post("Who sails on Sunday?", { community, user_id: "u1" });
  const id = await post("toxicity=0.7 nobody asked you", { community, user_id: "u2" });
  const after = await post("Please be kind.", { community, user_id: "u2" });
  await post("Elsewhere.", { community: "garden" });
  const around = aroundSchema.parse(await readAround(bo, id));
  expect(around.posts.map((each) => each.id)).toEqual([before, id, after]);
  expect(around.posts).toMatchObject([
    { author: "u1", sameAuthor: false, here: false },
    { here: true, decision: null },
    { author: "u2", sameAuthor: true, text: "Please be kind." },
  ]);
  expect(await readAround(bo, await post("Nowhere."))).toEqual({
    community: null,
    keptBack: false,
    posts: [],
  });
  await db().item.update({ where: { id: before }, data: { state: "decided", decision: "APPROVE" } });
  expect((await readAround(bo, id)).posts[0]).toMatchObject({ decision: "APPROVE" });
  await db().reviewTask.updateMany({ where: { itemId: id }, data: { opinionsNeeded: 3 } });
  expect(await readAround(bo, id)).toMatchObject({ keptBack: true, posts: [{ decision: null }, {}, {}] });
  await db().reviewTask.updateMany({ where: { itemId: id }, data: { opinionsNeeded: 1 } });

  const shadow = await insertShadow(db(), id, "golden");
  await addNote(ana, id, "Look, @Bo.");
  await db().reviewTask.create({
    data: {
      ...{ id: "tsk_copy", orgId, itemId: shadow.id, kind: "review", priority: "low", rank: 0 },
      ...{ dueAt: new Date(), state: "leased", leaseOwner: bo.userId },
    },
  });
  const copy = await readAround(bo, shadow.id);
  expect(copy.posts.map((each) => each.id)).not.toContain(id);
  expect(copy.posts.find((each) => each.here)?.contentId).not.toMatch(/^itm_/);
  expect((await readAround(ana, after)).posts.map((each) => each.id)).not.toContain(shadow.id);
  await expect(readNotes(bo, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await readMentions(bo)).mentions.map(({ itemId }) => itemId)).not.toContain(id);
});

it("is gone with what its item's author posted", async () => {
  const id = await post("toxicity=0.7", { user_id: "leaving" });
  await addNote(ana, id, "They wrote quokka-quote, @Bo.");
  await eraseAuthorData({ orgId, externalId: "leaving", actor: lead.userId });
  expect(await db().itemNote.count({ where: { itemId: id } })).toBe(0);
  expect(JSON.stringify(await readMentions(bo))).not.toContain("quokka-quote");
  await expect(readNotes(ana, id)).rejects.toMatchObject({ code: "gone" });
});
