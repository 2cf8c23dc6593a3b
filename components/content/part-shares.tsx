import clsx from "clsx";
import { PART_TITLES } from "#lib/domain/fusion/parts";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import type { StageResult } from "#lib/domain/verdict";

const points = (value: number) => {
  const rounded = Math.round(value * 100);
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : "0";
};

/** What each part of an item adds to a category's score, in points of a hundred; nothing where it was not fused. */
export function PartShares({ stages, shown }: { stages: StageResult[]; shown: Category | null }) {
  const fused = stages.find(({ shares }) => shares);
  const share = shown ? fused?.shares?.[shown] : undefined;
  if (!fused?.shares) return null;
  if (!shown || !share)
    return (
      <p className="text-faint text-sm">Pick a score that was given to see what each part adds to it.</p>
    );
  const widest = Math.max(...share.parts.map(({ value }) => Math.abs(value)), 0.01);
  const ordered = share.parts.toSorted((a, b) => b.value - a.value);
  return (
    <>
      <ul
        aria-label={`What each part adds to ${CATEGORY_TITLES[shown]}`}
        className="flex flex-col gap-1 text-sm"
      >
        {ordered.map(({ part, value }) => (
          <li key={part} className="grid grid-cols-[7.5rem_1fr_2.5rem] items-center gap-2">
            <span className="truncate">{PART_TITLES[part]}</span>
            <ShareBar share={value / widest} />
            <span className="tabular text-right text-xs">
              {points(value)}
              <span className="sr-only"> points</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-faint text-xs">
        Points of a hundred, from {Math.round(share.empty * 100)} for nothing to{" "}
        {Math.round((fused.scores[shown] ?? 0) * 100)} for all parts together.
      </p>
    </>
  );
}

/** A bar from the middle: to the right what speaks for the category, to the left what speaks against it. */
function ShareBar({ share }: { share: number }) {
  const width = Math.max(Math.abs(share) * 50, 0.6);
  return (
    <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="block h-2.5 w-full">
      <rect x="0" y="3" width="100" height="4" className="fill-hover" />
      <rect
        x={share < 0 ? 50 - width : 50}
        y="3"
        width={width}
        height="4"
        className={clsx(share > 0 ? "fill-flag" : "fill-line-strong")}
      />
      <line x1="50" x2="50" y1="1" y2="9" vectorEffect="non-scaling-stroke" className="stroke-ink" />
    </svg>
  );
}
