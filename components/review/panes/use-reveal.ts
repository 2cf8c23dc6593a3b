import { useCallback, useEffect, useState } from "react";
import { useFirstSight } from "#lib/client/wellbeing";
import type { DeskMedia } from "#lib/domain/media";

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

/** What a person has asked of this medium; null: nothing, their defaults hold. */
interface Asked {
  medium: string;
  held: boolean;
  kept: boolean | null;
  colour: boolean | null;
}

const nothingAsked = (medium: string): Asked => ({ medium, held: false, kept: null, colour: null });

/**
 * Whether a person has asked to see a medium. Hidden and grey at first, unless their own defaults say otherwise and nothing
 * keeps it hidden; while held, or kept, it shows. It hides again when the window loses focus in mid-hold, so that a lost key-up leaves nothing
 * open, and with every new medium.
 */
export function useReveal({ id: medium, keptHidden }: Pick<DeskMedia, "id" | "keptHidden">): Reveal {
  const defaults = useFirstSight(keptHidden);
  const [state, setState] = useState(() => nothingAsked(medium));
  const asked = state.medium === medium ? state : nothingAsked(medium);
  const kept = asked.kept ?? !defaults.blur;
  const colour = asked.colour ?? !defaults.greyscale;
  const set = useCallback(
    (change: Partial<Asked>) =>
      setState((last) => ({ ...(last.medium === medium ? last : nothingAsked(medium)), ...change })),
    [medium],
  );
  const letGo = useCallback(() => set({ held: false }), [set]);
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
    shown: asked.held || kept,
    kept,
    colour,
    hold: useCallback(() => set({ held: true }), [set]),
    letGo,
    toggleKept: useCallback(() => set({ kept: !kept, held: false }), [set, kept]),
    toggleColour: useCallback(() => set({ colour: !colour }), [set, colour]),
  };
}
