"use client";

import clsx from "clsx";
import { Meter, standing } from "#components/ui/meter";
import type { DeskTask } from "#lib/domain/desk";
import { scoreFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";

export interface ScoreListProps {
  /** In the order to show. */
  categories: Category[];
  verdict: DeskTask["verdict"];
  policy: DeskTask["policy"];
  /** The category whose marks show in the text. */
  shown: Category | null;
  onShow: (category: Category) => void;
  /** The key of each category, where keys work. */
  keyOf?: (category: Category) => number;
}

const INK = { approve: "text-faint", flag: "text-flag-ink", block: "text-block-ink" };

/** Every category's score against its thresholds; a press shows what spoke for it in the text. */
export function ScoreList({ categories, verdict, policy, shown, onShow, keyOf }: ScoreListProps) {
  return (
    <ul className="-mx-2 flex flex-col">
      {categories.map((category) => {
        const score = verdict?.scores[category];
        const { review, block, warn } = policy.categories[category];
        const decided = verdict?.decidedBy.includes(category);
        return (
          <li key={category}>
            <button
              type="button"
              aria-pressed={category === shown}
              onClick={() => onShow(category)}
              className={clsx(
                "grid w-full grid-cols-[1.25rem_7.5rem_1fr_2.25rem] items-center gap-2 rounded-sm px-2 py-1 text-left text-sm -outline-offset-2 touchable",
                category === shown ? "bg-accent-wash" : "hover:bg-hover",
              )}
            >
              <span aria-hidden className="tabular text-center text-2xs text-faint pointer-coarse:invisible">
                {keyOf?.(category) ?? ""}
              </span>
              <span className={clsx("truncate", decided && "font-semibold")}>
                {CATEGORY_TITLES[category]}
              </span>
              {score === undefined ? (
                <span className="col-span-2 text-right text-faint text-xs">not scored</span>
              ) : (
                <>
                  <Meter
                    label={CATEGORY_TITLES[category]}
                    value={score}
                    review={review}
                    block={block}
                    warn={warn}
                  />
                  <span
                    className={clsx(
                      "tabular text-right text-xs",
                      INK[standing({ value: score, review, block })],
                      decided && "font-semibold",
                    )}
                  >
                    {scoreFigure(score)}
                  </span>
                </>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
