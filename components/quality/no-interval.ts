import type { Interval } from "#lib/domain/agreement";

/** Why an alpha has no interval, in words: drawing the items again always gives the same figure. */
export function whyNoInterval({ value }: Pick<Interval, "value">): string {
  return value === 1
    ? "nobody disagreed yet, so there is no interval"
    : "too few items differ for an interval";
}
