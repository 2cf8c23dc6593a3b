"use client";

import { CircleCheck, CircleDashed, Flag, OctagonX } from "lucide-react";
import Link from "next/link";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { DeskTask } from "#lib/domain/desk";
import type { DecisionKind } from "#lib/domain/terms";

const MARKS = {
  APPROVE: <CircleCheck aria-hidden className="size-3.5 text-approve" />,
  FLAG: <Flag aria-hidden className="size-3.5 text-flag-ink" />,
  BLOCK: <OctagonX aria-hidden className="size-3.5 text-block" />,
};
const WORDS: Record<DecisionKind, string> = { APPROVE: "Approved", FLAG: "Flagged", BLOCK: "Blocked" };

function Count({ label, value }: { label: string; value: number }) {
  return (
    <div className="min-w-0">
      <dd className="tabular font-semibold text-base">{value.toLocaleString("en-GB")}</dd>
      <dt className="truncate text-faint text-xs">{label}</dt>
    </div>
  );
}

/** What is known about the author: counts and the latest posts. */
export function AuthorCard({ author }: { author: NonNullable<DeskTask["author"]> }) {
  const now = useNow();
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-baseline justify-between gap-2 text-sm">
        <Link
          href={`/items?author=${encodeURIComponent(author.externalId)}`}
          className="truncate font-medium underline decoration-line-strong underline-offset-2 hover:decoration-ink"
        >
          {author.externalId}
        </Link>
        <span className="shrink-0 text-faint text-xs" title={dateTime(author.firstSeen)}>
          first seen {ago(author.firstSeen, now)}
        </span>
      </p>
      <dl className="grid grid-cols-4 gap-2">
        <Count label="posts" value={author.items} />
        <Count label="flagged" value={author.flagged} />
        <Count label="blocked" value={author.blocked} />
        <Count label="reversed" value={author.overturned} />
      </dl>
      {author.recent.length > 0 && (
        <ol aria-label="Latest posts" className="flex flex-col text-xs">
          {author.recent.map((past) => (
            <li key={past.id} className="flex items-center gap-2 py-0.5">
              {past.decision ? (
                MARKS[past.decision]
              ) : (
                <CircleDashed aria-hidden className="size-3.5 text-faint" />
              )}
              <Link href={`/items/${past.id}`} className="text-soft hover:underline">
                {past.decision ? WORDS[past.decision] : "Undecided"}
              </Link>
              <span className="ml-auto text-faint">{ago(past.receivedAt, now)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
