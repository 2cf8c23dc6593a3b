import type { Interval } from "#lib/domain/agreement";
import { signedFigure } from "#lib/domain/score-figure";

export interface IntervalBarProps {
  interval: Interval | null;
  /** What is drawn, from left to right; figures outside are cut off at the edge. */
  from: number;
  to: number;
  /** Two decimals, or whole per cent. */
  as?: "number" | "percent";
  signed?: boolean;
}

/** A figure with its interval: in words, and as a dot on its range. */
export function IntervalBar({ interval, from, to, as = "percent", signed }: IntervalBarProps) {
  if (!interval) return <span className="whitespace-nowrap text-faint">not enough yet</span>;
  const { value, low, high } = interval;
  const x = (n: number) => Math.min(100, Math.max(0, ((n - from) / (to - from)) * 100));
  const words = (n: number) => {
    const figure = as === "number" ? signedFigure(n) : `${Math.round(n * 100) || 0}%`;
    return signed && n > 0 ? `+${figure}` : figure;
  };
  return (
    <span className="flex items-center gap-3">
      <span className="tabular sm:w-36 sm:shrink-0 sm:whitespace-nowrap">
        {words(value)}{" "}
        <span className="whitespace-nowrap text-faint text-xs">
          ({words(low)} to {words(high)})
        </span>
      </span>
      <svg
        aria-hidden
        viewBox="0 0 100 12"
        preserveAspectRatio="none"
        className="hidden h-3 w-16 lg:block xl:w-20"
      >
        <line x1="0" x2="100" y1="6" y2="6" className="stroke-line" vectorEffect="non-scaling-stroke" />
        <line
          x1={x(low)}
          x2={x(high)}
          y1="6"
          y2="6"
          strokeWidth="3"
          className="stroke-accent/60"
          vectorEffect="non-scaling-stroke"
        />
        <line
          x1={x(value)}
          x2={x(value)}
          y1="1"
          y2="11"
          strokeWidth="2"
          className="stroke-ink"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  );
}
