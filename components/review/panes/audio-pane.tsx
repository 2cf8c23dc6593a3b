"use client";

import { useRef, useState } from "react";
import { Blurred } from "#components/content/blurred";
import { GapNote } from "#components/content/gap-note";
import { usePreferences } from "#lib/client/preferences";
import { clockTime } from "#lib/domain/time-code";
import { CopyPending } from "./copy-pending";
import type { MediumPaneProps } from "./image-pane";
import { KeptHiddenNote } from "./kept-hidden-note";
import { PaneFrame } from "./pane-frame";
import type { PaneCommand } from "./pane-keys";
import { alternativeText, gapOf, mediumTitle, riskiest, risksFor, spokenLines } from "./pane-model";
import { PlayerBar } from "./player-bar";
import { RiskList, RiskTrack } from "./risk-track";
import { SpokenText } from "./spoken-text";
import { type Player, usePlayer } from "./use-player";
import { Waveform } from "./waveform";

/** What a key asks of something that plays. */
export function playByKey(command: PaneCommand, player: Player, worst: { from: number } | undefined): void {
  if (command.do === "play") player.toggle();
  if (command.do === "mute") player.toggleMuted();
  if (command.do === "riskiest" && worst) player.seek(worst.from);
  if (command.do === "speed") player.changeSpeed(command.by);
  if (command.do === "seek") player.seekBy(command.seconds);
}

/** A sound: muted until asked, its waveform with the risky stretches, its words in step. */
export function AudioPane({ medium, findings, shown }: MediumPaneProps) {
  const element = useRef<HTMLAudioElement>(null);
  const { facts, renditions, problem } = medium;
  const player = usePlayer(element, medium);
  const { blur } = usePreferences();
  const [read, setRead] = useState<string | null>(null);
  const risks = risksFor(findings.timeline, shown);
  const worst = riskiest(risks);
  const lines = spokenLines(findings.words[0], shown);
  const seconds = player.seconds || (facts.seconds ?? 0);
  return (
    <PaneFrame
      kind="audio"
      title={mediumTitle(medium)}
      alternative={alternativeText(medium, findings, shown)}
      problem={problem ?? player.problem ?? findings.reasons[0]}
      onCommand={(command) => playByKey(command, player, worst)}
    >
      <CopyPending medium={medium} />
      <KeptHiddenNote medium={medium} />
      {renditions.view && (
        <>
          <audio
            ref={element}
            key={medium.id}
            src={renditions.view}
            muted
            preload="none"
            className="hidden"
          />
          <div className="relative">
            <RiskTrack risks={risks} seconds={seconds} className="opacity-80" />
            <Waveform peaks={facts.peaks ?? []} at={player.at} seconds={seconds} onSeek={player.seek} />
          </div>
          <RiskList risks={risks} />
          <PlayerBar player={player} worst={worst} />
        </>
      )}
      {lines.length > 0 ? (
        <Blurred hidden={blur && read !== medium.id} onReveal={() => setRead(medium.id)}>
          <SpokenText lines={lines} at={player.at} playing={player.playing} onSeek={player.seek} />
        </Blurred>
      ) : (
        <p className="text-faint text-sm">No word was understood.</p>
      )}
      <GapNote gap={gapOf(findings.words, shown)} />
      <SoundFacts facts={facts} />
    </PaneFrame>
  );
}

function SoundFacts({ facts: { loudness, silence, seconds } }: Pick<MediumPaneProps["medium"], "facts">) {
  if (loudness === undefined || silence === undefined) return null;
  return (
    <p className="tabular text-faint text-xs">
      {loudness > -70 ? `${Math.round(loudness)} LUFS` : "silent"} · {Math.round(silence * 100)} % of{" "}
      {clockTime(seconds ?? 0)} silent
    </p>
  );
}
