import clsx from "clsx";
import { Quote } from "lucide-react";
import type { ReactNode } from "react";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { HEAT_LOOKS, RULE_LOOK } from "./annotated-text";

export interface OverlayLegendProps {
  on: boolean;
  category: Category | null;
  summary: string | null;
  hasSpans: boolean;
  hasRules: boolean;
  /** At the end, e.g. keys. */
  children?: ReactNode;
}

/** What the marks mean, and which category they are about. */
export function OverlayLegend({ on, category, summary, hasSpans, hasRules, children }: OverlayLegendProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-faint text-xs">
      {!on && <span>Marks are off.</span>}
      {on && category && (
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <Quote aria-hidden className="size-3.5 shrink-0" />
          {!summary?.startsWith(CATEGORY_TITLES[category]) && (
            <span className="font-medium text-soft">{CATEGORY_TITLES[category]}</span>
          )}
          {/* Its figure is that stage's own; the score beside it is of all stages and parts. */}
          <span className="sm:truncate">
            {summary ? `By one stage alone, ${summary}` : "no words stand out"}
          </span>
        </span>
      )}
      {hasSpans && (
        <span className="inline-flex items-center gap-1.5">
          less
          {([1, 2, 3, 4, 5] as const).map((heat) => (
            <span key={heat} aria-hidden className={clsx("px-1 text-ink", HEAT_LOOKS[heat])}>
              a
            </span>
          ))}
          more
          <span aria-hidden className={clsx("ml-2 px-1 text-ink", HEAT_LOOKS[-1])}>
            a
          </span>
          against
        </span>
      )}
      {hasRules && (
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className={clsx("px-1 text-ink", RULE_LOOK)}>
            a
          </span>
          list entry
        </span>
      )}
      {children}
    </div>
  );
}
