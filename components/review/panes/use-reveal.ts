import { useCallback, useEffect, useState } from "react";

export interface Reveal {
  /** Whether it shows now. */
  shown: boolean;
  /** Shown until hidden again, not only while held. */
  kept: boolean;
  colour: boolean;
  hold(): void;
  letGo(): void;
  toggleKept(): void;
  toggleColour(): void;
}

/**
 * Whether a person has asked to see a medium. Hidden and grey at first; while held, or kept, it shows. It hides again
 * when the window loses focus in mid-hold, so that a lost key-up leaves nothing open, and with every new medium.
 */
export function useReveal(medium: string): Reveal {
  const [state, setState] = useState({ medium, held: false, kept: false, colour: false });
  const current = state.medium === medium ? state : { medium, held: false, kept: false, colour: false };
  const set = useCallback(
    (change: (now: typeof current) => Partial<typeof current>) =>
      setState((last) => {
        const base = last.medium === medium ? last : { medium, held: false, kept: false, colour: false };
        return { ...base, ...change(base) };
      }),
    [medium],
  );
  const letGo = useCallback(() => set(() => ({ held: false })), [set]);
  useEffect(() => {
    const onHide = () => document.hidden && letGo();
    window.addEventListener("blur", letGo);
    document.addEventListener("visibilitychange", onHide);
    return () => {
      window.removeEventListener("blur", letGo);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [letGo]);
  return {
    shown: current.held || current.kept,
    kept: current.kept,
    colour: current.colour,
    hold: useCallback(() => set(() => ({ held: true })), [set]),
    letGo,
    toggleKept: useCallback(() => set(({ kept }) => ({ kept: !kept, held: false })), [set]),
    toggleColour: useCallback(() => set(({ colour }) => ({ colour: !colour })), [set]),
  };
}
