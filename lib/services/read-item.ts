import type { ItemResource } from "#lib/domain/api/item";
import { deciderOf } from "#lib/domain/decider";
import type { HistoryEntry, ItemDetail, ItemPage } from "#lib/domain/desk-items";
import { Failure } from "#lib/domain/failure";
import { CATEGORIES, type Category, type Role } from "#lib/domain/taxonomy";
import type { StageResult } from "#lib/domain/verdict";
import { findKeyNames } from "#lib/store/api-keys";
import { appealUrl } from "#lib/store/appeal-token";
import type { Db } from "#lib/store/client";
import { listDecisions } from "#lib/store/decisions";
import { EXCERPT_LENGTH, type ItemListFilter, type ItemListRow, listItemRows } from "#lib/store/item-list";
import { findItem, type Item } from "#lib/store/items";
import { factsOf, findMedia } from "#lib/store/media";
import { activePolicy } from "#lib/store/policies";
import { hiddenFrom, isGolden } from "#lib/store/shadows";
import { blindItems, isBlind } from "#lib/store/tasks";
import { findUserNames } from "#lib/store/user-names";
import { readVerdict, type StoredVerdict } from "#lib/store/verdicts";
import { readEvidence } from "./desk-task";
import { cursorOf, readCursor } from "./list-items";
import { decidedTogether, mayReverse } from "./reverse-decision";

/** One item of an organisation. Throws `not_found`, also for other organisations' ids. */
export async function readItem(
  orgId: string,
  id: string,
  withHistory: boolean,
  client?: Db,
): Promise<ItemResource> {
  const item = await findItem(orgId, id, client);
  if (!item || item.shadowOf) throw new Failure("not_found", "There is no item with this id.");
  const [{ verdict, stages }, decisions, policy] = await Promise.all([
    readVerdict(item.id, client),
    listDecisions(item.id, client),
    activePolicy(orgId, client),
  ]);
  const resource = toResource(
    item,
    verdict,
    stages,
    (category, score) => score >= policy.body.categories[category].review,
  );
  if (resource.status === "processing") Object.assign(resource, await progressOf(item));
  const appealable = decisions.findLast((decision) => decision.appeal && !decision.undoneAt);
  if (appealable && item.decision === "BLOCK") resource.appeal_url = appealUrl(appealable.id);
  if (withHistory)
    resource.history = historyOf(item, verdict, decisions).map(({ at, type, by, decision }) => ({
      at,
      type,
      by: by === "author" ? by : deciderOf(by),
      decision,
    }));
  return resource;
}

/** How far the media of an item are that is not judged yet; nothing where none takes long. */
async function progressOf({ id, modalities }: Item): Promise<Pick<ItemResource, "progress">> {
  if (modalities.every((modality) => modality === "text")) return {};
  const progress = Object.fromEntries(
    (await findMedia(id)).flatMap((medium) => {
      const { progress: done } = factsOf(medium);
      return done === undefined ? [] : [[medium.kind, done]];
    }),
  );
  return Object.keys(progress).length > 0 ? { progress } : {};
}

function toResource(
  item: Item,
  stored: StoredVerdict | null,
  stages: StageResult[],
  worrying: (category: Category, score: number) => boolean,
): ItemResource {
  const erased = item.erasedAt ? { erased_at: item.erasedAt.toISOString() } : {};
  if (!stored || !item.decision)
    return { id: item.id, content_id: item.contentId, status: "processing", ...erased };
  const { verdict, policyVersion, modelVersions, processingMs } = stored;
  return {
    id: item.id,
    content_id: item.contentId,
    status: "decided",
    decision: item.decision,
    interventions: item.decision === verdict.decision ? verdict.interventions : [],
    requires_human_review: item.state === "in_review",
    overall_safety_score: verdict.overallSafetyScore,
    confidence: item.decidedBy === "machine" ? verdict.confidence : 1,
    scores: verdict.scores,
    modality_scores: modalityScores(stages, worrying),
    explanations: verdict.explanations,
    stages: stages.map(({ stage, model, ms, outcome, reason }) => ({
      name: stage,
      model,
      ms,
      outcome,
      reason,
    })),
    policy_version: policyVersion,
    model_versions: modelVersions,
    processing_time_ms: processingMs,
    ...erased,
  };
}

function modalityScores(stages: StageResult[], worrying: (category: Category, score: number) => boolean) {
  const byModality: NonNullable<ItemResource["modality_scores"]> = {};
  for (const { modality, scores } of stages) {
    const scored = CATEGORIES.filter((category) => scores[category] !== undefined);
    if (scored.length === 0 || modality === "joint") continue;
    const top = Math.max(...scored.map((category) => scores[category] ?? 0));
    byModality[modality] = {
      safety: 1 - top,
      categories: scored.filter((category) => worrying(category, scores[category] ?? 0)),
    };
  }
  return byModality;
}

type DecisionRows = Awaited<ReturnType<typeof listDecisions>>;

/** What happened to an item, oldest first. `by` is `machine`, `author` or a user's id. */
function historyOf(item: Item, verdict: StoredVerdict | null, decisions: DecisionRows): HistoryEntry[] {
  const entries: HistoryEntry[] = [
    { at: item.receivedAt.toISOString(), type: "received", by: "author", decision: null, detail: "" },
  ];
  if (verdict)
    entries.push({
      at: verdict.createdAt.toISOString(),
      type: "verdict",
      by: "machine",
      decision: verdict.verdict.decision,
      detail: `policy version ${verdict.policyVersion}`,
    });
  for (const decision of decisions) {
    const { createdAt, undoneAt, actor, outcome, clause, appeal, taskId } = decision;
    if (actor !== "machine")
      entries.push({
        at: createdAt.toISOString(),
        type: taskId === null ? "override" : "review",
        by: actor,
        decision: outcome,
        detail: clause ?? "",
      });
    if (undoneAt)
      entries.push({ at: undoneAt.toISOString(), type: "undone", by: actor, decision: null, detail: "" });
    if (appeal?.filedAt)
      entries.push({
        at: appeal.filedAt.toISOString(),
        type: "appeal_filed",
        by: "author",
        decision: null,
        detail: "",
      });
    if (appeal?.decidedAt)
      entries.push({
        at: appeal.decidedAt.toISOString(),
        type: "appeal_decided",
        by: appeal.decidedBy ?? "",
        decision: appeal.state === "overturned" ? "APPROVE" : "BLOCK",
        detail: appeal.state,
      });
  }
  return entries.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Who looks at items, where it matters: a reviewer does not see what would tell them how to decide. */
export interface Viewer {
  userId: string;
  role: Role;
}

/** One item as the desk shows it, with names instead of ids in its history. */
export async function readItemDetail(orgId: string, id: string, viewer?: Viewer): Promise<ItemDetail> {
  const item = await findItem(orgId, id);
  if (!item || (viewer && (await hiddenFrom(viewer.userId)).includes(id)))
    throw new Failure("not_found", "There is no item with this id.");
  const blind = viewer?.role === "moderator" ? await isBlind(id) : false;
  const [evidence, stored, decisions] = await Promise.all([
    readEvidence(item, blind),
    readVerdict(id),
    listDecisions(id),
  ]);
  const history = historyOf(item, stored.verdict, decisions);
  const actors = history.map((entry) => entry.by);
  const [people, keys] = await Promise.all([
    findUserNames(actors.filter((by) => by.startsWith("usr_"))),
    findKeyNames(
      orgId,
      actors.filter((by) => by.startsWith("key:")).map((by) => by.slice(4)),
    ),
  ]);
  const names = new Map([...people, ...[...keys].map(([key, name]) => [`key:${key}`, name] as const)]);
  const reversible = viewer !== undefined && mayReverse(viewer, item, decisions);
  return {
    ...evidence,
    state: item.state,
    decision: item.decision,
    history: history.map((entry) => ({ ...entry, by: names.get(entry.by) ?? entry.by })),
    reversible,
    blind,
    golden: viewer && viewer.role !== "moderator" ? await isGolden(id) : null,
    together: reversible ? (await decidedTogether(id)).length : 1,
  };
}

export type ItemQuery = Omit<ItemListFilter, "after" | "withCopies"> & { cursor?: string };

/** A page of items, newest first. */
export async function readItemPage(query: ItemQuery, viewer?: Viewer): Promise<ItemPage> {
  const { cursor, limit, ...filter } = query;
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const [found, hidden] = await Promise.all([
    listItemRows({ ...filter, limit, after, withCopies: true }),
    viewer ? hiddenFrom(viewer.userId) : ([] as string[]),
  ]);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const rows = page.filter(({ id }) => !hidden.includes(id));
  const blind = viewer?.role === "moderator" ? await blindItems(rows.map(({ id }) => id)) : new Set<string>();
  return {
    items: rows.map((row) => toItemRow(row, blind.has(row.id))),
    nextCursor: found.length > limit && last ? cursorOf(last) : null,
  };
}

function toItemRow(row: ItemListRow, blind: boolean): ItemPage["items"][number] {
  const scores = blind ? {} : ((row.scores ?? {}) as Partial<Record<Category, number>>);
  const [top] = CATEGORIES.filter((category) => scores[category] !== undefined).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
  );
  const text = row.excerpt ?? "";
  return {
    id: row.id,
    contentId: row.shadowName ?? row.contentId,
    state: row.state,
    decision: row.decision,
    decidedBy: deciderOf(row.decidedBy),
    confidence: blind ? null : row.confidence,
    topCategory: top ?? null,
    topScore: top ? (scores[top] ?? null) : null,
    language: row.language,
    community: row.community,
    author: row.author,
    receivedAt: row.receivedAt.toISOString(),
    excerpt: text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text,
  };
}
