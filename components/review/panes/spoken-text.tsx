"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import { HEAT_LOOKS } from "#components/content/annotated-text";
import { clockTime } from "#lib/domain/time-code";
import type { SpokenLine } from "./pane-model";

export interface SpokenTextProps {
  lines: SpokenLine[];
  /** Seconds. */
  at: number;
  playing: boolean;
  onSeek: (to: number) => void;
}

/** How a word looks that speaks for the category on show with this share, 0 to 1; undefined where it hardly does. */
export const heatLook = (weight: number): string | undefined =>
  weight > 0.12 ? HEAT_LOOKS[Math.min(5, Math.ceil(weight * 5)) as keyof typeof HEAT_LOOKS] : undefined;

/** What was said, in step with playback: the line and the word of the moment stand out, and each line leads there. */
export function SpokenText({ lines, at, playing, onSeek }: SpokenTextProps) {
  const box = useRef<HTMLOListElement>(null);
  const current = lines.findLastIndex(({ seconds }) => seconds.from <= at);
  useEffect(() => {
    if (!playing) return;
    const line = box.current?.children[current];
    line?.scrollIntoView({ block: "nearest" });
  }, [current, playing]);
  return (
    <ol
      ref={box}
      aria-label="What is said"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative flex max-h-36 flex-col gap-0.5 overflow-y-auto text-sm -outline-offset-2"
    >
      {lines.map((line, index) => (
        <li key={line.seconds.from} aria-current={index === current ? "true" : undefined}>
          <button
            type="button"
            onClick={() => onSeek(line.seconds.from)}
            className={clsx(
              "grid w-full grid-cols-[2.25rem_1fr] gap-2 rounded-sm px-1 py-0.5 text-left -outline-offset-2 touchable hover:bg-hover",
              index === current && "bg-accent-wash",
            )}
          >
            <span className="tabular text-faint text-xs leading-5">{clockTime(line.seconds.from)}</span>
            <span>
              {line.words.map((word, place) => (
                <span key={word.seconds.from}>
                  {place > 0 && " "}
                  <span
                    title={word.unsure ? "Hardly understood" : undefined}
                    className={clsx(
                      heatLook(word.weight),
                      word.unsure && "italic",
                      word.unsure && word.weight <= 0.12 && "text-faint",
                      at >= word.seconds.from && at < word.seconds.to && "font-semibold text-accent-ink",
                    )}
                  >
                    {word.text}
                  </span>
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
