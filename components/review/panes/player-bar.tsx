"use client";

import { ChevronLeft, ChevronRight, Flame, Pause, Play, Volume2, VolumeX } from "lucide-react";
import { Button, IconButton } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { Risk } from "#lib/domain/media";
import { clockTime } from "#lib/domain/time-code";
import { type Player, SPEEDS } from "./use-player";

export interface PlayerBarProps {
  player: Player;
  /** The moment to jump to. */
  worst: Risk | undefined;
  /** Steps by one frame, where there are frames. */
  onFrame?: (by: 1 | -1) => void;
}

/** Play, sound, riskiest moment, speed and, for films, single frames. */
export function PlayerBar({ player, worst, onFrame }: PlayerBarProps) {
  const { playing, muted, at, seconds, speed } = player;
  return (
    <div className="flex flex-wrap items-center gap-1.5 print:hidden">
      <Button
        size="sm"
        icon={
          playing ? <Pause aria-hidden className="size-3.5" /> : <Play aria-hidden className="size-3.5" />
        }
        onClick={player.toggle}
      >
        {playing ? "Pause" : "Play"} <Kbd>P</Kbd>
      </Button>
      <Button
        size="sm"
        variant="ghost"
        aria-pressed={!muted}
        icon={
          muted ? <VolumeX aria-hidden className="size-3.5" /> : <Volume2 aria-hidden className="size-3.5" />
        }
        onClick={player.toggleMuted}
      >
        {muted ? "Muted" : "Sound on"} <Kbd>M</Kbd>
      </Button>
      {worst && (
        <Button
          size="sm"
          variant="ghost"
          title="Jump to the riskiest moment"
          icon={<Flame aria-hidden className="size-3.5" />}
          onClick={() => player.seek(worst.from)}
        >
          Riskiest {clockTime(worst.from)} <Kbd>F</Kbd>
        </Button>
      )}
      {onFrame && (
        <span className="inline-flex">
          <IconButton
            size="sm"
            label="One frame back"
            hint="One frame back (,)"
            icon={<ChevronLeft aria-hidden className="size-3.5" />}
            onClick={() => onFrame(-1)}
          />
          <IconButton
            size="sm"
            label="One frame on"
            hint="One frame on (.)"
            icon={<ChevronRight aria-hidden className="size-3.5" />}
            onClick={() => onFrame(1)}
          />
        </span>
      )}
      <span className="ml-auto inline-flex items-center gap-1 text-faint text-xs">
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${speed}× speed, press for the next`}
          title="Slower ([), faster (])"
          onClick={() => player.setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1)}
        >
          <span className="tabular">{speed}×</span>
        </Button>
        <span className="tabular whitespace-nowrap">
          {clockTime(at)} / {clockTime(seconds)}
        </span>
      </span>
    </div>
  );
}
