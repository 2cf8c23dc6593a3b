import { createHash } from "node:crypto";
import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { modalityListSchema } from "#lib/domain/content";
import { isUsable, MEDIA_KINDS, type MediaKind, type PreparedMedia } from "#lib/domain/media";
import { decide } from "#lib/domain/policy";
import type { ItemContent, ListRule, StageResult } from "#lib/domain/verdict";
import { log } from "#lib/observe/log";
import { type Item, keepQueued, startAttempt } from "#lib/store/items";
import { activePolicy } from "#lib/store/policies";
import type { KnownMediaLookup } from "./known-media";
import type { MediaPreparer } from "./prepare-media";
import { routeItem } from "./route-item";
import { runCascade } from "./run-cascade";

export interface ModerationPorts {
  cascade: CascadePort;
  /** The organisation's list entries in force, kept fresh by the worker. */
  rules(orgId: string): Promise<{ version: number; rules: ListRule[] }>;
  /** Fetches and decodes an item's media; without it a person judges them. */
  media?: Pick<MediaPreparer, "prepare" | "makeCopies"> &
    Partial<Pick<MediaPreparer, "look" | "lookAndCopy">>;
  /** The organisation's lists of known media; without it none is known. */
  knownMedia?: KnownMediaLookup;
}

/** How often an item that takes its time says that it is being judged: well within what the sweep waits for a job. */
const STILL_MS = 10_000;

/**
 * Judges one item and routes it, then makes people's copies of its media. Running it again for a judged item does no more
 * than make copies that are missing.
 */
export async function moderateItem(itemId: string, ports: ModerationPorts): Promise<void> {
  const item = await startAttempt(itemId);
  const kinds = item ? mediaKindsOf(item) : MEDIA_KINDS;
  if (item) {
    const still = setInterval(() => {
      keepQueued(itemId).catch((error) =>
        log("moderate-item").warn({ itemId, err: error }, "could not say that it is being judged"),
      );
    }, STILL_MS);
    await judgeItem(item, ports).finally(() => clearInterval(still));
  }
  if (kinds.length > 0) await ports.media?.makeCopies(itemId);
}

const mediaKindsOf = ({ modalities }: Item): MediaKind[] =>
  MEDIA_KINDS.filter((kind) => modalities.includes(kind));

async function judgeItem(item: Item, ports: ModerationPorts): Promise<void> {
  const itemId = item.id;
  const started = performance.now();
  const kinds = mediaKindsOf(item);
  const hasMedia = kinds.length > 0 && ports.media !== undefined;
  const prepared = hasMedia ? ports.media?.prepare(itemId) : undefined;
  // What fails before it is waited for below is told there, or by what failed before.
  prepared?.catch(() => {});
  const [policy, lists, knownMedia] = await Promise.all([
    activePolicy(item.orgId),
    ports.rules(item.orgId),
    kinds.length > 0 ? ports.knownMedia?.(item.orgId) : undefined,
  ]);
  const content: ItemContent = { text: item.text, language: item.language };
  const context = { orgId: item.orgId, rules: lists.rules, rulesVersion: lists.version, knownMedia };
  const { results, features } = await runCascade(ports.cascade, content, context, {
    media: prepared && { kinds, prepared },
  });
  const media = (await prepared) ?? [];
  const plan = ports.cascade.plan({ ...content, media });
  results.push(...unreadMedia(media, plan));
  const verdict = decide(
    { plan, results, modalities: modalityListSchema.parse(item.modalities), spotCheckDraw: drawFor(itemId) },
    policy.body,
  );
  await routeItem(item, {
    verdict,
    results,
    features,
    policy,
    processingMs: Math.round(performance.now() - started),
  });
}

/** Says in the trace why no stage judged a medium, where the plan has none that could. */
function unreadMedia(media: readonly PreparedMedia[], plan: readonly StageSpec[]): StageResult[] {
  return media
    .filter(({ kind }) => !plan.some(({ modality, level }) => modality === kind && level > 0))
    .map((medium) => ({
      stage: `${medium.kind}-intake`,
      model: "none",
      modality: medium.kind,
      ms: 0,
      outcome: "skipped",
      reason: isUsable(medium) ? `No model that judges ${medium.kind} files is loaded.` : medium.problem,
      scores: {},
      matches: [],
      explanations: [],
      covered: true,
    }));
}

/** Hands an item to a person because judging it failed too often. */
export async function giveUpOnItem(item: Item, reason: string): Promise<void> {
  const policy = await activePolicy(item.orgId);
  const results: StageResult[] = [
    {
      stage: "cascade",
      model: "none",
      modality: "text",
      ms: 0,
      outcome: "failed",
      reason,
      scores: {},
      matches: [],
      explanations: [],
      covered: true,
    },
  ];
  const verdict = decide({ plan: [], results, spotCheckDraw: 1 }, policy.body);
  await routeItem(item, { verdict, results, features: [], policy, processingMs: 0 });
}

/** A uniform draw in [0, 1) that is the same each time an item is judged. */
function drawFor(itemId: string): number {
  return createHash("sha256").update(itemId).digest().readUInt32BE(0) / 2 ** 32;
}
