"use client";

import { AtSign } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { Badge } from "#components/ui/badge";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { markMentionsRead, readMentions } from "#lib/client/notes";
import { ago, dateTime, useNow } from "#lib/client/time";
import { useFetched } from "./use-fetched";

/** Notes that name the person who reads them, newest first. What is new says so on this visit and is read after it. */
export function MentionList() {
  const { answer, problem, retry } = useFetched(readMentions);
  const now = useNow();
  useEffect(() => {
    const unread = answer?.mentions.filter((mention) => mention.unread && mention.text !== null) ?? [];
    // Should it fail, they stay new: nothing is lost by that.
    if (unread.length > 0) void markMentionsRead(unread.map(({ noteId }) => noteId)).catch(() => {});
  }, [answer]);
  if (problem) return <ErrorState message={problem} onRetry={retry} />;
  if (!answer)
    return (
      <div role="status" className="flex max-w-3xl flex-col gap-3">
        <span className="sr-only">Fetching your mentions</span>
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </div>
    );
  if (answer.mentions.length === 0)
    return (
      <EmptyState icon={<AtSign aria-hidden />} title="Nobody has mentioned you yet">
        A colleague who writes @ and your name in a note on an item brings you here.
      </EmptyState>
    );
  return (
    <ol className="flex max-w-3xl flex-col gap-3">
      {answer.mentions.map(({ noteId, itemId, contentId, by, at, text, unread }) => (
        <li key={noteId} className="rounded-lg border border-line bg-surface p-4 text-sm shadow-panel">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{by}</span>
            <span className="text-faint">on</span>
            <Link href={`/items/${itemId}`} className="font-mono text-xs underline underline-offset-2">
              {contentId}
            </Link>
            {unread && <Badge tone="accent">New</Badge>}
            <time dateTime={at} title={dateTime(at)} className="ml-auto text-faint text-xs">
              {ago(at, now)}
            </time>
          </p>
          <p dir="auto" className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {text ?? "This note is kept back until everybody who is asked about the item has decided."}
          </p>
        </li>
      ))}
    </ol>
  );
}
