import { type MediaFacts, mediaFactsSchema, type RenditionName } from "#lib/domain/media";
import { type Db, db } from "./client";
import type { Media, MediaRendition } from "./generated/client";

export type { Media, MediaRendition };
export type MediaWithRenditions = Media & { renditions: MediaRendition[] };

/** A medium as it is taken in: its bytes stored already, or an address to fetch it from. */
export interface NewMedia {
  id: string;
  kind: string;
  sourceUrl: string | null;
  storageKey: string | null;
  sha256: string | null;
  bytes: number | null;
  type: string | null;
}

/** Writes the media of a new item, in the item's own transaction. */
export async function insertMedia(tx: Db, owner: { orgId: string; itemId: string }, media: NewMedia[]) {
  if (media.length > 0) await tx.media.createMany({ data: media.map((medium) => ({ ...medium, ...owner })) });
}

/** An item's media with their renditions, in the order of their ids. */
export function findMedia(itemId: string): Promise<MediaWithRenditions[]> {
  return db().media.findMany({ where: { itemId }, include: { renditions: true }, orderBy: { id: "asc" } });
}

/** One medium of an organisation, or null. */
export function findMedium(orgId: string, id: string): Promise<MediaWithRenditions | null> {
  return db().media.findFirst({ where: { orgId, id }, include: { renditions: true } });
}

/** What was fetched from a medium's address. False when the medium is gone: it was erased meanwhile. */
export async function setFetched(
  id: string,
  fetched: { storageKey: string; sha256: string; bytes: number; type: string },
): Promise<boolean> {
  return (await db().media.updateMany({ where: { id }, data: fetched })).count > 0;
}

export interface NewRendition {
  name: RenditionName;
  storageKey: string;
  type: string;
  bytes: number;
}

/** Longer than any copy takes: a film of five minutes at the slowest. */
const COPY_MS = 15 * 60_000;

/**
 * What decoding a medium gave, and the renditions made of it on the way; people's copy is still to be made. Running it again
 * replaces what was there. False when the medium is gone: it was erased meanwhile.
 */
export function setPrepared(id: string, facts: MediaFacts, renditions: NewRendition[]): Promise<boolean> {
  const now = new Date();
  const copyDueAt = new Date(now.getTime() + COPY_MS);
  return db().$transaction(async (tx) => {
    const data = { facts, problem: null, preparedAt: now, copyDueAt };
    if ((await tx.media.updateMany({ where: { id }, data })).count === 0) return false;
    await tx.mediaRendition.deleteMany({ where: { mediaId: id } });
    await tx.mediaRendition.createMany({
      data: renditions.map((rendition) => ({ ...rendition, mediaId: id })),
    });
    return true;
  });
}

/** An item's media whose copy for people is still to be made. */
export function findUncopied(itemId: string): Promise<Media[]> {
  return db().media.findMany({ where: { itemId, copyDueAt: { not: null } }, orderBy: { id: "asc" } });
}

/** People's copy of a medium. Twice is harmless; false when the medium is gone: it was erased meanwhile. */
export function setCopied(id: string, rendition: NewRendition): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.media.updateMany({
      where: { id, copyDueAt: { not: null } },
      data: { copyDueAt: null },
    });
    if (count === 0) return (await tx.media.count({ where: { id } })) > 0;
    const key = { mediaId_name: { mediaId: id, name: rendition.name } };
    await tx.mediaRendition.upsert({
      where: key,
      create: { ...rendition, mediaId: id },
      update: rendition,
    });
    return true;
  });
}

/** Why there is no copy of a medium for people. What the models said of it stands. */
export async function setCopyProblem(id: string, problem: string): Promise<void> {
  await db().media.updateMany({ where: { id }, data: { problem, copyDueAt: null } });
}

/** Items of which a copy is overdue. Marks them due anew. */
export async function takeUncopied(now: Date, limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ itemId: string }[]>`
    UPDATE "Media" SET "copyDueAt" = ${new Date(now.getTime() + COPY_MS)} WHERE "id" IN (
      SELECT "id" FROM "Media" WHERE "copyDueAt" < ${now}
      ORDER BY "copyDueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "itemId"`;
  return [...new Set(rows.map(({ itemId }) => itemId))];
}

/** How far the decoding of a long medium is, 0 to 1. What is prepared already stays as it is. */
export async function setProgress(id: string, progress: number): Promise<void> {
  await db().media.updateMany({ where: { id, preparedAt: null }, data: { facts: { progress } } });
}

/** Why a medium cannot be judged. */
export async function setProblem(id: string, problem: string): Promise<void> {
  await db().media.updateMany({ where: { id }, data: { problem, preparedAt: new Date() } });
}

/** The facts of a row, typed. */
export function factsOf(media: Pick<Media, "facts">): MediaFacts {
  return mediaFactsSchema.parse(media.facts);
}
