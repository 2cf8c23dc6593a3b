import { type RefObject, useCallback, useEffect, useState } from "react";
import { useFirstSight } from "#lib/client/wellbeing";
import type { DeskMedia } from "#lib/domain/media";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

export interface Player {
  playing: boolean;
  muted: boolean;
  /** Seconds. */
  at: number;
  seconds: number;
  speed: number;
  /** Why it does not play. */
  problem: string | null;
  toggle(): void;
  toggleMuted(): void;
  seek(to: number): void;
  seekBy(seconds: number): void;
  setSpeed(speed: number): void;
  changeSpeed(by: 1 | -1): void;
  pause(): void;
}

/**
 * Drives an <audio> or <video> element. It is muted until asked (or as the person's own default says, where nothing keeps it
 * silent), plays only when asked, and what it says is read from the element itself, so that the state on screen is the state in
 * the ears.
 */
export function usePlayer(
  element: RefObject<HTMLMediaElement | null>,
  { id: medium, facts: { seconds: length = 0 }, keptHidden }: Pick<DeskMedia, "id" | "facts" | "keptHidden">,
): Player {
  const [state, setState] = useState({ playing: false, muted: true, at: 0, seconds: length, speed: 1 });
  const [problem, setProblem] = useState<string | null>(null);
  const { mute } = useFirstSight(keptHidden);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new medium is a new element
  useEffect(() => {
    const player = element.current;
    if (!player) return;
    player.muted = true;
    player.defaultMuted = true;
    setProblem(null);
    const read = () => {
      const seconds = Number.isFinite(player.duration) ? player.duration : length;
      const { paused, muted, currentTime, playbackRate } = player;
      setState({ playing: !paused, muted, at: currentTime, seconds, speed: playbackRate });
    };
    let frame = 0;
    const follow = () => {
      read();
      if (!player.paused) frame = requestAnimationFrame(follow);
    };
    const fail = () => setProblem("It cannot be played. Load the page again to get a fresh address.");
    const events = ["pause", "volumechange", "seeked", "seeking", "ratechange", "loadedmetadata", "ended"];
    for (const event of events) player.addEventListener(event, read);
    player.addEventListener("play", follow);
    player.addEventListener("error", fail);
    read();
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) player.removeEventListener(event, read);
      player.removeEventListener("play", follow);
      player.removeEventListener("error", fail);
      player.pause();
    };
  }, [element, medium, length]);

  // Also when the defaults come after the medium; an element that plays keeps what it has.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new medium is a new element
  useEffect(() => {
    const player = element.current;
    if (!player?.paused) return;
    player.muted = mute;
    player.defaultMuted = mute;
  }, [element, medium, mute]);

  const act = useCallback(
    (work: (player: HTMLMediaElement) => void) => {
      if (element.current) work(element.current);
    },
    [element],
  );
  const seek = useCallback(
    (to: number) =>
      act((player) => {
        const end = Number.isFinite(player.duration) ? player.duration : length;
        player.currentTime = Math.min(end, Math.max(0, to));
        setState((now) => ({ ...now, at: player.currentTime }));
      }),
    [act, length],
  );
  return {
    ...state,
    problem,
    toggle: () =>
      act((player) => {
        if (!player.paused) return player.pause();
        player.play().catch((error: Error) => {
          if (error.name !== "AbortError") setProblem("It cannot be played.");
        });
      }),
    toggleMuted: () =>
      act((player) => {
        player.muted = !player.muted;
      }),
    seek,
    seekBy: (seconds) => act((player) => seek(player.currentTime + seconds)),
    setSpeed: (speed) =>
      act((player) => {
        player.playbackRate = speed;
      }),
    changeSpeed: (by) =>
      act((player) => {
        const at = SPEEDS.indexOf(player.playbackRate);
        player.playbackRate = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? 1;
      }),
    pause: () => act((player) => player.pause()),
  };
}
