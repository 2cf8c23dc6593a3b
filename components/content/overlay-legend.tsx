import clsx from "clsx";
import { Quote } from "lucide-react";
import type { ReactNode } from "react";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { strongestSign } from "#lib/domain/text-explanation";
import type { Span } from "#lib/domain/verdict";
import { HEAT_LOOKS, RULE_LOOK } from "./annotated-text";
import { GapNote } from "./gap-note";

export interface OverlayLegendProps {
  on: boolean;
  category: Category | null;
  /** What the model marked; places in `text`. */
  spans: readonly Span[];
  /** What the attribution behind them misses, 0 to 1. */
  gap: number | undefined;
  /** The words that are marked; null while they are hidden, for then none of them is quoted. */
  text: string | null;
  hasRules: boolean;
  /** At the end, e.g. keys. */
  children?: ReactNode;
}

/** What the marks mean, and which category they are about. */
export function OverlayLegend({ on, category, spans, gap, text, hasRules, children }: OverlayLegendProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-faint text-xs">
      {!on && <span>Marks are off.</span>}
      {on && category && (
        <span className="inline-flex min-w-0 items-center gap-1.5">
          <Quote aria-hidden className="size-3.5 shrink-0" />
          <span className="font-medium text-soft">{CATEGORY_TITLES[category]}:</span>
          <span className="min-w-0 sm:truncate">
            <StrongestSign spans={spans} text={text} />
          </span>
        </span>
      )}
      {spans.length > 0 && (
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
      {spans.length > 0 && <GapNote gap={gap} />}
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

/** The word that points most to the category, quoted only where the text can be read. */
function StrongestSign({ spans, text }: Pick<OverlayLegendProps, "spans" | "text">) {
  const sign = strongestSign(spans);
  if (!sign) return "no words stand out";
  const share = `${Math.round(sign.share * 100)} % of all that points to it`;
  const word = text?.slice(sign.span.start, sign.span.end).trim();
  if (!word) return `the strongest sign is ${share}`;
  return (
    <>
      the strongest sign is <q className="text-ink">{word}</q>, {share}
    </>
  );
}
