import clsx from "clsx";

export interface MeterProps {
  /** What is measured, e.g. "Toxicity". */
  label: string;
  /** Probability in [0, 1]. */
  value: number;
  review: number;
  block: number;
  warn?: number;
  className?: string;
}

/** Where a score stands against the policy's thresholds. */
export function standing({ value, review, block }: Pick<MeterProps, "value" | "review" | "block">) {
  if (block < 1 && value >= block) return "block" as const;
  return value >= review ? ("flag" as const) : ("approve" as const);
}

const FILLS = { approve: "fill-line-strong", flag: "fill-flag", block: "fill-block" };
const WORDS = { approve: "below review", flag: "at or above review", block: "at or above block" };

const percent = (value: number) => `${Math.round(value * 100)}%`;

/**
 * A score from 0 to 1 as a bar, with ticks at the thresholds: short at warn, half at review, full at block.
 * Drawn in SVG so that no inline style is needed.
 */
export function Meter({ label, value, review, block, warn, className }: MeterProps) {
  const state = standing({ value, review, block });
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> has no ticks and cannot be coloured everywhere
    <svg
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={Number(value.toFixed(3))}
      aria-valuetext={`${percent(value)}, ${WORDS[state]}; review from ${percent(review)}, block ${block < 1 ? `from ${percent(block)}` : "by people only"}`}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      className={clsx("block h-2.5 w-full overflow-visible", className)}
    >
      <title>{`${label}: ${percent(value)}`}</title>
      <rect x="0" y="3" width="100" height="4" className="fill-hover" />
      <rect x="0" y="3" width={Math.max(value * 100, 0.6)} height="4" className={FILLS[state]} />
      {warn !== undefined && <Tick at={warn} from={2} to={8} dashed />}
      <Tick at={review} from={1} to={9} />
      {block < 1 && <Tick at={block} from={0} to={10} strong />}
    </svg>
  );
}

function Tick({ at, from, to, strong, dashed }: TickProps) {
  return (
    <line
      x1={at * 100}
      x2={at * 100}
      y1={from}
      y2={to}
      vectorEffect="non-scaling-stroke"
      strokeWidth={strong ? 2 : 1.25}
      strokeDasharray={dashed ? "2 2" : undefined}
      className={strong ? "stroke-block" : "stroke-ink"}
    />
  );
}

interface TickProps {
  at: number;
  from: number;
  to: number;
  strong?: boolean;
  dashed?: boolean;
}
