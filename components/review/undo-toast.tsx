"use client";

import { CircleCheck, OctagonX, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { useDeskLetters } from "#lib/client/desk-letters";
import { useNow } from "#lib/client/time";
import { UNDO_SECONDS } from "#lib/domain/desk-times";
import type { Undoable } from "./desk-state";

export interface UndoToastProps {
  undo: Undoable;
  onUndo: () => void;
  onOver: () => void;
}

/** The last decision and the seconds in which it can be taken back. Its countdown is seen, not read aloud. */
export function UndoToast({ undo, onUndo, onOver }: UndoToastProps) {
  const now = useNow();
  const letters = useDeskLetters();
  const left = Math.ceil((Date.parse(undo.until) - now) / 1000);
  useEffect(() => {
    if (left <= 0) onOver();
  }, [left, onOver]);
  if (left <= 0) return null;
  const blocked = undo.outcome === "BLOCK";
  return (
    <div className="pointer-events-none fixed inset-x-3 bottom-48 z-30 flex justify-center md:right-4 md:bottom-19 md:left-auto">
      <div className="pointer-events-auto flex animate-appear items-center gap-3 overflow-hidden rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-3 text-sm shadow-overlay">
        {blocked ? (
          <OctagonX aria-hidden className="size-4 text-block" />
        ) : (
          <CircleCheck aria-hidden className="size-4 text-approve" />
        )}
        <span className="max-w-72">
          {blocked ? "Blocked" : "Approved"}
          {undo.together && ` ${undo.together.decided} together`}
          {undo.together && undo.together.leftOut.length > 0 && (
            <span className="block text-faint text-xs">Left out: {undo.together.leftOut.join("; ")}.</span>
          )}
        </span>
        <span aria-hidden className="tabular w-7 whitespace-nowrap text-right text-faint text-xs">
          {Math.min(left, UNDO_SECONDS)} s
        </span>
        <Button size="sm" icon={<Undo2 aria-hidden className="size-3.5" />} onClick={onUndo}>
          Undo <Kbd>{letters.undo.toUpperCase()}</Kbd>
        </Button>
      </div>
    </div>
  );
}
