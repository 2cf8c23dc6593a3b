"use client";

import clsx from "clsx";
import { useRef, useState } from "react";
import { Blurred } from "#components/content/blurred";
import { GapNote } from "#components/content/gap-note";
import { usePreferences } from "#lib/client/preferences";
import { useViewDefaults } from "#lib/client/wellbeing";
import { clockTime } from "#lib/domain/time-code";
import { playByKey } from "./audio-pane";
import { CopyPending } from "./copy-pending";
import { FrameStrip } from "./frame-strip";
import { HeatMap } from "./heat-map";
import type { MediumPaneProps } from "./image-pane";
import { KeptHiddenNote } from "./kept-hidden-note";
import { PaneFrame } from "./pane-frame";
import type { PaneCommand } from "./pane-keys";
import {
  alternativeText,
  gapOf,
  heatOf,
  mediumTitle,
  riskiest,
  risksFor,
  spokenLines,
  wordBoxes,
} from "./pane-model";
import { PlayerBar } from "./player-bar";
import { ReadWords } from "./read-words";
import { RevealButtons } from "./reveal-buttons";
import { RiskList, RiskTrack } from "./risk-track";
import { SpokenText } from "./spoken-text";
import { usePlayer } from "./use-player";
import { useReveal } from "./use-reveal";

/** People's copy has at most 30 frames a second. */
const FRAME_SECONDS = 1 / 30;

/** A film: blurred, grey and muted until asked; its risks along the time, its frames, its words. */
export function VideoPane({ medium, findings, shown }: MediumPaneProps) {
  const element = useRef<HTMLVideoElement>(null);
  const { facts, renditions, problem } = medium;
  const player = usePlayer(element, medium);
  const reveal = useReveal(medium);
  const { blur } = usePreferences();
  const { reduced } = useViewDefaults();
  const [read, setRead] = useState<string | null>(null);
  const risks = risksFor(findings.timeline, shown);
  const worst = riskiest(risks);
  const spoken = findings.words.find(({ heard }) => heard);
  const lines = spokenLines(spoken, shown);
  const seconds = player.seconds || (facts.seconds ?? 0);
  const heat = heatOf(findings, shown);
  const onHeat = heat?.seconds && player.at >= heat.seconds.from - 0.05 && player.at < heat.seconds.to;
  const step = (by: 1 | -1) => {
    player.pause();
    player.seekBy(by * FRAME_SECONDS);
  };
  const obey = (command: PaneCommand) => {
    if (command.do === "hold") reveal.hold();
    if (command.do === "keep") reveal.toggleKept();
    if (command.do === "colour") reveal.toggleColour();
    if (command.do === "frame") step(command.by);
    playByKey(command, player, worst);
  };
  return (
    <PaneFrame
      kind="video"
      title={mediumTitle(medium)}
      alternative={alternativeText(medium, findings, shown)}
      problem={problem ?? player.problem ?? findings.reasons[0]}
      onCommand={obey}
      onRelease={reveal.letGo}
    >
      <CopyPending medium={medium} />
      <KeptHiddenNote medium={medium} />
      {renditions.view && (
        <>
          <div
            data-medium
            className="relative m-auto w-full overflow-hidden rounded-md bg-black print:hidden"
            style={{
              aspectRatio: (facts.width ?? 16) / (facts.height ?? 9),
              maxWidth: `calc(${reduced ? 11 : 22}rem * ${(facts.width ?? 16) / (facts.height ?? 9)})`,
            }}
          >
            <video
              ref={element}
              key={medium.id}
              src={renditions.view}
              muted
              playsInline
              disablePictureInPicture
              preload="metadata"
              data-hidden={!reveal.shown}
              className={clsx(
                "size-full",
                !reveal.shown && "scale-110 opacity-60 blur-2xl",
                !(reveal.shown && reveal.colour) && "grayscale",
              )}
            />
            {onHeat && heat && <HeatMap heatmap={heat.heatmap} opacity={0.5} />}
          </div>
          <div className="flex flex-wrap items-center gap-1.5 print:hidden">
            <RevealButtons reveal={reveal} what="film" />
          </div>
          <div className="relative h-10 overflow-hidden rounded-md border border-line bg-sunken print:hidden">
            <RiskTrack risks={risks} seconds={seconds} />
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 w-0.5 bg-accent"
              style={{ left: `${seconds > 0 ? Math.min(1, player.at / seconds) * 100 : 0}%` }}
            />
            <input
              type="range"
              min={0}
              max={seconds}
              step={0.05}
              value={player.at}
              aria-label="Position in the film"
              aria-valuetext={`${clockTime(player.at)} of ${clockTime(seconds)}`}
              onChange={(event) => player.seek(Number(event.target.value))}
              className="absolute inset-0 size-full cursor-pointer opacity-0 focus-visible:opacity-30"
            />
          </div>
          <RiskList risks={risks} />
          {renditions.frames && facts.frameTimes && (
            <FrameStrip
              src={renditions.frames}
              times={facts.frameTimes}
              risks={risks}
              shown={reveal.shown}
              colour={reveal.colour}
              at={player.at}
              onSeek={player.seek}
            />
          )}
          <PlayerBar player={player} worst={worst} onFrame={step} />
        </>
      )}
      <ReadWords mediumId={medium.id} on="film" words={wordBoxes(findings, shown)} />
      {lines.length > 0 && (
        <Blurred hidden={blur && read !== medium.id} onReveal={() => setRead(medium.id)}>
          <SpokenText lines={lines} at={player.at} playing={player.playing} onSeek={player.seek} />
        </Blurred>
      )}
      <GapNote gap={gapOf(findings.words, shown)} />
    </PaneFrame>
  );
}
