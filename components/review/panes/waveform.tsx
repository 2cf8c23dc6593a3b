"use client";

import { useMemo } from "react";
import { clockTime } from "#lib/domain/time-code";

export interface WaveformProps {
  /** 0 to 1, evenly spaced in time. */
  peaks: number[];
  /** Seconds. */
  at: number;
  seconds: number;
  onSeek: (to: number) => void;
}

const HEIGHT = 64;

/** One closed outline, mirrored about the middle. */
function outlineOf(peaks: number[]): string {
  if (peaks.length === 0) return "";
  const half = HEIGHT / 2;
  const tops = peaks.map((peak, x) => `${x},${(half - Math.max(0.01, peak) * (half - 2)).toFixed(1)}`);
  const bottoms = peaks.map((peak, x) => `${x},${(half + Math.max(0.01, peak) * (half - 2)).toFixed(1)}`);
  return `M${tops.join("L")}L${bottoms.reverse().join("L")}Z`;
}

/** A sound over time, and where playback is; a slider over it seeks by mouse, touch and arrow keys. */
export function Waveform({ peaks, at, seconds, onSeek }: WaveformProps) {
  const outline = useMemo(() => outlineOf(peaks), [peaks]);
  const share = seconds > 0 ? Math.min(1, at / seconds) : 0;
  return (
    <div className="relative h-16 rounded-md border border-line">
      <svg
        aria-hidden
        viewBox={`0 0 ${Math.max(1, peaks.length - 1)} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="absolute inset-0 size-full text-soft"
      >
        <path d={outline} fill="currentColor" />
      </svg>
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent"
        style={{ left: `${share * 100}%` }}
      />
      <input
        type="range"
        min={0}
        max={seconds}
        step={0.1}
        value={at}
        aria-label="Position in the sound"
        aria-valuetext={`${clockTime(at)} of ${clockTime(seconds)}`}
        onChange={(event) => onSeek(Number(event.target.value))}
        className="absolute inset-0 size-full cursor-pointer opacity-0 focus-visible:opacity-30"
      />
    </div>
  );
}
