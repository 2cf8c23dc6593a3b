"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { DecisionBadge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import type { SideChange } from "#lib/domain/policy-replay";
import { CATEGORIES, CATEGORY_TITLES, type Scores } from "#lib/domain/taxonomy";

const FIRST = 8;
const STEP = 30;

function highest(scores: Scores) {
  return CATEGORIES.map((category) => ({ category, score: scores[category] ?? -1 })).reduce((a, b) =>
    b.score > a.score ? b : a,
  );
}

/** The items that the draft decides otherwise. */
export function SideChanges({ changes }: { changes: SideChange[] }) {
  const [shown, setShown] = useState(FIRST);
  return (
    <section>
      <h3 aria-live="polite" className="mb-2 font-semibold text-sm">
        {changes.length === 0
          ? "No item changes side"
          : `${changes.length} ${changes.length === 1 ? "item changes" : "items change"} side`}
      </h3>
      <ul className="divide-y divide-line">
        {changes.slice(0, shown).map((change) => (
          <ChangedItem key={change.item.id} change={change} />
        ))}
      </ul>
      {changes.length > shown && (
        <Button size="sm" className="mt-2" onClick={() => setShown(shown + STEP)}>
          Show more
        </Button>
      )}
    </section>
  );
}

function ChangedItem({ change: { item, before, after } }: { change: SideChange }) {
  const top = highest(after.scores);
  return (
    <li className="py-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <DecisionBadge decision={before.decision} />
        <ArrowRight role="img" aria-label="becomes" className="size-3.5 text-faint" />
        <DecisionBadge decision={after.decision} />
        {top.score >= 0 && (
          <span className="tabular text-faint text-xs">
            {CATEGORY_TITLES[top.category]} {Math.round(top.score * 100)} %
          </span>
        )}
      </div>
      <p className="mt-1 line-clamp-2 break-words text-sm">
        <Link href={`/items/${item.id}`} className="hover:underline" prefetch={false}>
          <bdi>{item.excerpt || item.contentId}</bdi>
        </Link>
      </p>
    </li>
  );
}
