"use client";

import { type Dispatch, useEffect, useRef } from "react";
import { ApiError, serverNow } from "#lib/client/fetch";
import { keepLease } from "#lib/client/tasks";
import { HEARTBEAT_SECONDS } from "#lib/domain/desk-times";
import type { DeskEvent, DeskState } from "./desk-state";

/** After so long without a key, a click or a scroll nobody is there, and the item should go to somebody who is. */
export const AWAY_MINUTES = 5;

const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

/** The time of the last sign that somebody is at the desk, in the browser's clock. */
export function usePresence() {
  const lastSeen = useRef(Date.now());
  useEffect(() => {
    const note = () => {
      lastSeen.current = Date.now();
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, note, { passive: true });
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, note);
    };
  }, []);
  return lastSeen;
}

const LOST =
  "You were away for a while, so this item went back to the queue for somebody else. Your note is kept.";

/** Renews the lease while somebody is there, and says so when it is gone. */
export function useLease({ phase, task }: DeskState, dispatch: Dispatch<DeskEvent>) {
  const lastSeen = usePresence();
  const judging = phase.name === "judging";
  const id = task?.id;
  const leaseToken = task?.leaseToken;
  const until = task?.leaseUntil;

  useEffect(() => {
    if (!judging || !id || leaseToken === undefined) return;
    let over = false;
    const beat = async () => {
      if (Date.now() - lastSeen.current > AWAY_MINUTES * 60_000) return;
      try {
        const { leaseUntil } = await keepLease({ id, leaseToken });
        if (!over) dispatch({ type: "lease", id, until: leaseUntil });
      } catch (error) {
        const stale = error instanceof ApiError && [404, 409].includes(error.status);
        if (stale && !over) dispatch({ type: "lost", message: error.message });
      }
    };
    const timer = setInterval(beat, HEARTBEAT_SECONDS * 1000);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [judging, id, leaseToken, dispatch, lastSeen]);

  useEffect(() => {
    if (!judging || !until) return;
    const left = Date.parse(until) - serverNow();
    const timer = setTimeout(() => dispatch({ type: "lost", message: LOST }), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [judging, until, dispatch]);
}
