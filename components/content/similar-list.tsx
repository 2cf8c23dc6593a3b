"use client";

import { CircleDashed } from "lucide-react";
import Link from "next/link";
import { DecisionBadge } from "#components/ui/badge";
import { usePreferences } from "#lib/client/preferences";
import { ago, useNow } from "#lib/client/time";
import { DECIDER_WORDS } from "#lib/domain/decider";
import type { SimilarItem } from "#lib/domain/desk";
import { VisibleText } from "./annotated-text";

/** Posts with nearly the same words or picture, and how they were decided. */
export function SimilarList({ similar }: { similar: SimilarItem[] }) {
  const now = useNow();
  const { blur } = usePreferences();
  if (similar.length === 0) return <p className="text-faint text-sm">No other post is nearly the same.</p>;
  return (
    <ol className="flex flex-col gap-2 text-sm">
      {similar.map((other) => (
        <li key={other.id} className="min-w-0">
          <p className="flex items-center gap-2">
            {other.decision ? (
              <DecisionBadge decision={other.decision} />
            ) : (
              <span className="inline-flex items-center gap-1 text-faint text-xs">
                <CircleDashed aria-hidden className="size-3.5" /> waits
              </span>
            )}
            <span className="text-faint text-xs">
              {other.decidedBy && `by ${DECIDER_WORDS[other.decidedBy]}`}
            </span>
            <span className="tabular ml-auto text-faint text-xs">
              {other.by === "picture" && "picture "}
              {Math.round(other.similarity * 100)}% alike
            </span>
          </p>
          <Link
            href={`/items/${other.id}`}
            className="mt-0.5 line-clamp-1 text-soft text-xs hover:underline"
            title={`${other.contentId}, ${ago(other.receivedAt, now)}`}
          >
            {blur || other.excerpt === "" ? other.contentId : <VisibleText text={other.excerpt} />}
          </Link>
        </li>
      ))}
    </ol>
  );
}
