import type { CategoryPolicy } from "#lib/domain/policy";

export type ThresholdField = "warn" | "review" | "block";

/** Percent with one decimal, as the controls show it. */
export function toPercent(threshold: number): number {
  return Math.round(threshold * 1000) / 10;
}

/** From a control's percent to a threshold in [0, 1]; what is no number counts as 0. */
export function fromPercent(percent: number): number {
  const tenths = Math.round((Number.isFinite(percent) ? percent : 0) * 10);
  return Math.min(1000, Math.max(0, tenths)) / 1000;
}

/** Sets one threshold and moves the others out of its way: neither review nor warn may lie above block. */
export function setThreshold(entry: CategoryPolicy, field: ThresholdField, value: number): CategoryPolicy {
  const next = { ...entry, [field]: value };
  if (field !== "block") return { ...next, block: Math.max(next.block, value) };
  return {
    ...next,
    review: Math.min(next.review, value),
    ...(next.warn === undefined ? {} : { warn: Math.min(next.warn, value) }),
  };
}

/** Turns the warning label on, at the review threshold, or off. */
export function setWarning(entry: CategoryPolicy, on: boolean): CategoryPolicy {
  const { warn: _warn, ...rest } = entry;
  return on ? { ...rest, warn: rest.review } : rest;
}
