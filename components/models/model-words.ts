import type { ModelView } from "#lib/domain/model-catalogue";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/terms";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** The categories that a model scores, in words. */
export function categoryWords(categories: readonly Category[]): string {
  if (categories.length === 0) return "";
  if (categories.length === CATEGORIES.length) return `All ${CATEGORIES.length} categories`;
  if (categories.length === 1) return `${CATEGORY_TITLES[categories[0] as Category]} only`;
  return list.format(categories.map((category) => CATEGORY_TITLES[category]));
}

/** A size in bytes, in decimal units. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export const totalBytes = ({ files }: Pick<ModelView, "files">) =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A time in milliseconds, or in seconds from one on. */
export function timeWords(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** What a model did of late, in words. */
export function recentWords({ recent }: Pick<ModelView, "recent">, lookBack: number): string {
  const last = lookBack === 1 ? "last item" : `last ${lookBack.toLocaleString("en-GB")} items`;
  if (lookBack === 0) return "No item has come in yet.";
  if (!recent) return `Not asked on the ${last}.`;
  const { items, failed, medianMs } = recent;
  const bad = failed === 0 ? "none failed" : `${failed} failed`;
  return `${items.toLocaleString("en-GB")} of the ${last}, ${bad}, ${timeWords(medianMs)} (median).`;
}

export const CURVE_WORDS = { platt: "Platt", isotonic: "isotonic" } as const;
