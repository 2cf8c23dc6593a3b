"use client";

import clsx from "clsx";
import type { Risk } from "#lib/domain/media";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { clockTime } from "#lib/domain/time-code";

/** Depth of colour by score; the height tells the same. */
const TONES = ["bg-heat-2", "bg-heat-3", "bg-heat-4", "bg-heat-5", "bg-heat-line"];

const toneOf = (score: number) => TONES[Math.min(TONES.length - 1, Math.floor(score * TONES.length))];

const CHANNELS: Record<Risk["channel"], string> = {
  picture: "picture",
  words: "words on it",
  speech: "speech",
  sound: "sound",
};

/** A risk in words. */
export const riskInWords = ({ from, category, score, channel }: Risk) =>
  `${clockTime(from)} ${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %, ${CHANNELS[channel]}`;

export interface RiskTrackProps {
  risks: Risk[];
  seconds: number;
  className?: string;
}

/** Risk along the time, drawn: each stretch as wide as it lasts, as high and as deep as its score. */
export function RiskTrack({ risks, seconds, className }: RiskTrackProps) {
  const length = Math.max(seconds, 0.01);
  return (
    <div aria-hidden data-risk-track className={clsx("pointer-events-none absolute inset-0", className)}>
      {risks.map((risk, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the risks of one medium never move
          key={index}
          data-from={risk.from}
          data-score={risk.score}
          className={clsx("absolute bottom-0 min-w-1 rounded-t-xs", toneOf(risk.score))}
          style={{
            left: `${(risk.from / length) * 100}%`,
            width: `${(Math.max(0, risk.to - risk.from) / length) * 100}%`,
            height: `${20 + risk.score * 80}%`,
          }}
        />
      ))}
    </div>
  );
}

/** The worst moments as a list, for those who do not see the track. */
export function RiskList({ risks }: { risks: Risk[] }) {
  const worst = [...risks].sort((a, b) => b.score - a.score).slice(0, 5);
  return (
    <ul className="sr-only">
      {worst.length === 0 && <li>No moment stands out.</li>}
      {worst.map((risk) => (
        <li key={`${risk.from} ${risk.category} ${risk.channel}`}>{riskInWords(risk)}</li>
      ))}
    </ul>
  );
}
