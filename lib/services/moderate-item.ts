import { createHash } from "node:crypto";
import type { CascadePort, StageSpec } from "#lib/domain/cascade";
import { modalityListSchema } from "#lib/domain/content";
import { isUsable, type PreparedMedia } from "#lib/domain/media";
import { decide } from "#lib/domain/policy";
import type { ItemContent, ListRule, StageResult } from "#lib/domain/verdict";
import { type Item, startAttempt } from "#lib/store/items";
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
  media?: Pick<MediaPreparer, "prepare">;
  /** The organisation's lists of known media; without it none is known. */
  knownMedia?: KnownMediaLookup;
}

/** Judges one item and routes it. Running it again for a judged item does nothing. */
export async function moderateItem(itemId: string, ports: ModerationPorts): Promise<void> {
  const item = await startAttempt(itemId);
  if (!item) return;
  const started = performance.now();
  const [policy, lists] = await Promise.all([activePolicy(item.orgId), ports.rules(item.orgId)]);
  const hasMedia = item.modalities.some((modality) => modality !== "text");
  const media = (hasMedia && (await ports.media?.prepare(itemId))) || [];
  const content: ItemContent = { text: item.text, language: item.language, media };
  const plan = ports.cascade.plan(content);
  const knownMedia = hasMedia ? await ports.knownMedia?.(item.orgId) : undefined;
  const context = { orgId: item.orgId, rules: lists.rules, rulesVersion: lists.version, knownMedia };
  const { results, features } = await runCascade(ports.cascade, content, context);
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
