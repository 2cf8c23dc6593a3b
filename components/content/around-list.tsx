"use client";

import clsx from "clsx";
import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { useCallback, useState } from "react";
import { DecisionBadge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { readAround } from "#lib/client/notes";
import { usePreferences } from "#lib/client/preferences";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { Around } from "#lib/domain/around";
import { VisibleText } from "./annotated-text";
import { useFetched } from "./use-fetched";

/** What was posted in the same community before and after an item, in order of time. */
export function AroundList({ itemId }: { itemId: string }) {
  const read = useCallback((signal: AbortSignal) => readAround(itemId, signal), [itemId]);
  const { answer, problem, retry } = useFetched(read);
  const { blur } = usePreferences();
  const [revealed, setRevealed] = useState(false);
  const now = useNow();
  if (problem)
    return <ErrorState title="The posts around it could not be fetched" message={problem} onRetry={retry} />;
  if (!answer)
    return (
      <div role="status" className="flex flex-col gap-2">
        <span className="sr-only">Fetching the posts around it</span>
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </div>
    );
  if (answer.community === null)
    return <p className="text-faint text-sm">The platform did not say in which community this was posted.</p>;
  const hidden = blur && !revealed;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="flex flex-wrap items-center justify-between gap-2 text-faint text-xs">
        <span>
          In {answer.community}, in order of time. Platforms do not say which post answers which.
          {answer.keptBack && " How they were decided shows when this item is."}
          {answer.posts.length === 1 && " Nothing else was posted there."}
        </span>
        {blur && (
          <Button size="sm" variant="ghost" aria-pressed={revealed} onClick={() => setRevealed(!revealed)}>
            {revealed ? "Blur again" : "Show the texts"}
          </Button>
        )}
      </p>
      <ol className="flex flex-col gap-1.5">
        {answer.posts.map((post) => (
          <Post key={post.id} post={post} hidden={hidden} told={!answer.keptBack} now={now} />
        ))}
      </ol>
    </div>
  );
}

interface PostProps {
  post: Around["posts"][number];
  hidden: boolean;
  /** Whether it is told how they were decided. */
  told: boolean;
  now: number;
}

function Post({ post, hidden, told, now }: PostProps) {
  const { id, author, sameAuthor, context, at, decision, text, media, here, contentId } = post;
  return (
    <li
      aria-current={here || undefined}
      className={clsx(
        "min-w-0 rounded-md border-s-2 py-1.5 ps-3 pe-2",
        here ? "border-accent bg-accent-wash" : "border-line",
      )}
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
        <span className="font-medium">{here ? "This item" : (author ?? "Unknown author")}</span>
        {!here && sameAuthor && <span className="text-accent-ink">same author</span>}
        {context && <span className="text-faint">{context}</span>}
        <time dateTime={at} title={dateTime(at)} className="text-faint">
          {ago(at, now)}
        </time>
        {!here && (
          <span className="ml-auto inline-flex items-center gap-2">
            {decision && <DecisionBadge decision={decision} />}
            {told && !decision && (
              <span className="inline-flex items-center gap-1 text-faint">
                <CircleDashed aria-hidden className="size-3.5" /> undecided
              </span>
            )}
            <Link href={`/items/${id}`} className="text-soft underline underline-offset-2">
              Open<span className="sr-only"> {contentId}</span>
            </Link>
          </span>
        )}
      </p>
      {text && (
        <p
          dir="auto"
          className={clsx(
            "mt-0.5 line-clamp-4 whitespace-pre-wrap [overflow-wrap:anywhere]",
            hidden && "select-none blur-[7px]",
          )}
        >
          <VisibleText text={text} />
        </p>
      )}
      {media.length > 0 && (
        <p className="mt-0.5 text-faint text-xs">With {media.join(", ")}, not shown here.</p>
      )}
    </li>
  );
}
