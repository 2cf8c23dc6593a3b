"use client";

import clsx from "clsx";
import type { Risk } from "#lib/domain/media";
import { clockTime } from "#lib/domain/time-code";

export interface FrameStripProps {
  /** One picture with all frames side by side. */
  src: string;
  /** The second of each frame. */
  times: number[];
  risks: Risk[];
  shown: boolean;
  colour: boolean;
  at: number;
  onSeek: (to: number) => void;
}

/** The worst score while a frame is on. */
const riskAt = (risks: Risk[], time: number) =>
  Math.max(0, ...risks.filter(({ from, to }) => from <= time && time < to).map(({ score }) => score));

/** A film's frames as buttons: blurred and grey unless the film is shown, framed by how risky they are. */
export function FrameStrip({ src, times, risks, shown, colour, at, onSeek }: FrameStripProps) {
  const current = times.findLastIndex((time) => time <= at + 0.01);
  return (
    <ul aria-label="Frames of the film" className="flex gap-1 overflow-x-auto p-1 print:hidden">
      {times.map((time, index) => {
        const risk = riskAt(risks, time);
        return (
          <li key={time} className="shrink-0">
            <button
              type="button"
              aria-label={`Frame at ${clockTime(time)}${risk > 0 ? `, risk ${Math.round(risk * 100)} %` : ""}`}
              aria-current={index === current ? "true" : undefined}
              onClick={() => onSeek(time)}
              className={clsx(
                "block overflow-hidden rounded-sm border-2",
                index === current ? "border-accent" : risk >= 0.5 ? "border-heat-line" : "border-line",
              )}
            >
              <span
                aria-hidden
                data-frame-thumbnail
                className={clsx(
                  "block h-9 w-16",
                  !shown && "opacity-60 blur-md",
                  !(shown && colour) && "grayscale",
                )}
                style={{
                  backgroundImage: `url("${src}")`,
                  backgroundSize: `${times.length * 100}% 100%`,
                  backgroundPosition: `${times.length > 1 ? (index / (times.length - 1)) * 100 : 0}% 0`,
                }}
              />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
