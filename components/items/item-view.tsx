"use client";

import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { AnnotatedText } from "#components/content/annotated-text";
import { AroundList } from "#components/content/around-list";
import { AuthorCard } from "#components/content/author-card";
import { Blurred } from "#components/content/blurred";
import { ItemFacts } from "#components/content/item-facts";
import { NoteThread } from "#components/content/note-thread";
import { OverlayLegend } from "#components/content/overlay-legend";
import { PartShares } from "#components/content/part-shares";
import { matchesInText, matchesOf, RuleMatches } from "#components/content/rule-matches";
import { StageTrace } from "#components/content/stage-trace";
import { Viewers } from "#components/content/viewers";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { ApiError } from "#lib/client/fetch";
import { useItem } from "#lib/client/items";
import { usePreferences } from "#lib/client/preferences";
import type { ItemDetail } from "#lib/domain/desk-items";
import { rankedCategories } from "#lib/domain/ranked-categories";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { textExplanation } from "#lib/domain/text-explanation";
import { ItemHistory } from "./item-history";
import { ItemVerdict } from "./item-verdict";

const MediaPanes = dynamic(() =>
  import("#components/review/panes/media-panes").then((module) => module.MediaPanes),
);

/** One item with everything that is known about it. */
export function ItemView({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useItem(id);
  if (isPending)
    return (
      <div role="status" className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <span className="sr-only">Loading the item</span>
        <Skeleton className="h-64 rounded-lg" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    );
  if (!data) {
    const missing = error instanceof ApiError && error.status === 404;
    return (
      <ErrorState
        title={missing ? "There is no such item" : undefined}
        message={missing ? "It may have been erased, or the address was cut short." : error?.message}
        onRetry={missing ? undefined : () => void refetch()}
      />
    );
  }
  return <Detail detail={data} />;
}

/** The posts around an item, fetched when asked for. */
function Around({ itemId }: { itemId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Card
      title="Around it"
      description="What else was posted in its community before and after it."
      actions={
        <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide" : "Show"}
        </Button>
      }
    >
      {open ? <AroundList itemId={itemId} /> : <p className="text-faint text-sm">Not fetched yet.</p>}
    </Card>
  );
}

function Detail({ detail }: { detail: ItemDetail }) {
  const { item, verdict, stages, author, history } = detail;
  const order = rankedCategories(detail);
  const [shown, setShown] = useState<Category | null>(order[0] ?? null);
  const { blur } = usePreferences();
  const [revealed, setRevealed] = useState(false);
  const rules = useMemo(() => matchesInText(stages), [stages]);
  const explanation = textExplanation(verdict?.explanations ?? [], shown);
  const spans = explanation?.spans ?? [];
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
      <div className="flex min-w-0 flex-col gap-4 lg:col-start-2">
        <ItemVerdict detail={detail} order={order} shown={shown} onShow={setShown} />
        {stages.some(({ shares }) => shares) && (
          <Card title={shown ? `What each part adds: ${CATEGORY_TITLES[shown]}` : "What each part adds"}>
            <PartShares stages={stages} shown={shown} />
          </Card>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
        <Card
          aria-label="Post"
          footer={
            <OverlayLegend
              on
              category={shown}
              spans={spans}
              gap={explanation?.gap}
              text={blur && !revealed ? null : item.text}
              hasRules={rules.length > 0}
            />
          }
        >
          {item.text === null ? (
            <p className="text-faint">This item has no text.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            <section aria-label="Text" tabIndex={0} className="max-h-[28rem] overflow-y-auto">
              <Blurred hidden={blur && !revealed} onReveal={() => setRevealed(true)}>
                <AnnotatedText
                  text={item.text}
                  spans={spans}
                  rules={rules}
                  className="max-w-[72ch] text-lg leading-7"
                />
              </Blurred>
            </section>
          )}
        </Card>
        {item.media.length > 0 && (
          <Card title="Media">
            <MediaPanes itemId={item.id} media={item.media} stages={stages} shown={shown} />
          </Card>
        )}
        <Card title="Notes" description="Between colleagues. Authors never see them.">
          <NoteThread itemId={item.id} />
        </Card>
        {item.community && <Around itemId={item.id} />}
        <Card title="History">
          <ItemHistory history={history} />
        </Card>
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:col-start-2">
        <Card title="Item" actions={<Viewers itemId={item.id} />}>
          <ItemFacts item={item} />
        </Card>
        {author && (
          <Card title="Author">
            <AuthorCard author={author} />
          </Card>
        )}
        <Card title="Lists">
          <RuleMatches matches={matchesOf(stages)} />
        </Card>
        <Card title="Stages">
          <StageTrace stages={stages} totalMs={verdict?.processingMs ?? null} />
        </Card>
      </div>
    </div>
  );
}
