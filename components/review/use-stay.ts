import { useEffect } from "react";
import { keepLeftItem } from "#lib/client/left-item";
import { type Lease, releaseTask } from "#lib/client/tasks";
import type { DeskState } from "./desk-state";
import type { Reserve } from "./reserve";

interface Stay {
  latest: { current: DeskState };
  left: { current: boolean };
  held: { current: Promise<Lease> | null };
  reserve: Reserve;
  claim: () => Promise<void>;
}

/** Claims on arrival; gives everything back when the page is left, closed or put to sleep by the browser. */
export function useStay({ latest, left, held, reserve, claim }: Stay) {
  useEffect(() => {
    left.current = false;
    reserve.open();
    void claim();
    const giveBack = () => {
      const { task, phase } = latest.current;
      reserve.close();
      if (!task || phase.name !== "judging") return;
      keepLeftItem(task);
      void held.current?.then(releaseTask).catch(() => {});
    };
    const onPageShow = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      reserve.open();
      void claim();
    };
    window.addEventListener("pagehide", giveBack);
    window.addEventListener("pageshow", onPageShow);
    return () => {
      left.current = true;
      giveBack();
      window.removeEventListener("pagehide", giveBack);
      window.removeEventListener("pageshow", onPageShow);
    };
  }, [claim, held, latest, left, reserve]);
}
