"use client";

import { Bot, Gavel, Inbox, type LucideIcon, Scale, ScrollText, Undo2, UserRound } from "lucide-react";
import { DecisionBadge } from "#components/ui/badge";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { HistoryEntry } from "#lib/domain/desk-items";

const ENTRIES: Record<HistoryEntry["type"], { icon: LucideIcon; words: string }> = {
  received: { icon: Inbox, words: "Received" },
  verdict: { icon: Bot, words: "Judged by the machine" },
  review: { icon: UserRound, words: "Reviewed" },
  override: { icon: Gavel, words: "Decided over the desk" },
  undone: { icon: Undo2, words: "Taken back" },
  appeal_filed: { icon: Scale, words: "Appealed by the author" },
  appeal_decided: { icon: ScrollText, words: "Appeal answered" },
};

/** Everything that happened to an item, oldest first. */
export function ItemHistory({ history }: { history: HistoryEntry[] }) {
  const now = useNow();
  return (
    <ol className="flex flex-col">
      {history.map((entry, index) => {
        const { icon: Shape, words } = ENTRIES[entry.type];
        const person = entry.by !== "machine" && entry.by !== "author";
        return (
          <li key={`${entry.at} ${entry.type}`} className="relative flex gap-3 pb-4 last:pb-0">
            {index < history.length - 1 && (
              <span aria-hidden className="absolute top-7 bottom-1 left-3 w-px bg-line" />
            )}
            <span className="grid size-6 shrink-0 place-items-center rounded-full border border-line bg-sunken text-faint">
              <Shape aria-hidden className="size-3.5" />
            </span>
            <div className="min-w-0 grow text-sm">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium">
                  {words}
                  {person && ` by ${entry.by}`}
                </span>
                {entry.decision && <DecisionBadge decision={entry.decision} />}
                <time dateTime={entry.at} title={dateTime(entry.at)} className="ml-auto text-faint text-xs">
                  {ago(entry.at, now)}
                </time>
              </p>
              {entry.detail && <p className="mt-0.5 text-faint [overflow-wrap:anywhere]">{entry.detail}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
