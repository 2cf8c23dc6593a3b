"use client";

import { Coffee, Lock, Moon } from "lucide-react";
import { Button, LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useNow } from "#lib/client/time";
import { useBreak, useCare } from "#lib/client/wellbeing";
import type { CareView } from "#lib/domain/wellbeing";
import { DoseBar } from "./dose-bar";
import { Wishes } from "./wishes";
import { limitWords, minutesUntil } from "./words";

/** One's own page: what one has looked at, when to rest, and what one would rather not see. */
export function OwnCare() {
  const { data, error, refetch } = useCare();
  return (
    <>
      <PageHeader
        title="Your wellbeing"
        description={
          <span className="inline-flex items-center gap-1.5">
            <Lock aria-hidden className="size-3.5 shrink-0" />
            Only you see this page. No lead, admin or report does.
          </span>
        }
        actions={
          <LinkButton href="/wellbeing/done" icon={<Moon aria-hidden className="size-4" />}>
            End my shift
          </LinkButton>
        }
      />
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div role="status">
          <span className="sr-only">Loading your page</span>
          <Skeleton className="h-64 rounded-lg" />
        </div>
      )}
      {data && (
        <div className="flex flex-col gap-5">
          <Today care={data} />
          <Wishes care={data} />
        </div>
      )}
    </>
  );
}

function Today({ care }: { care: CareView }) {
  const now = useNow();
  const rest = useBreak();
  const words = limitWords(care, now);
  const onBreak = care.reason === "break";
  return (
    <Card
      title="Today"
      description="Every item adds a weight by how grave it may be: one of the gravest weighs as much as sixteen harmless ones."
      actions={
        <Button
          variant={care.breakDue || care.reason === "dose" ? "primary" : "secondary"}
          icon={<Coffee aria-hidden className="size-4" />}
          busy={rest.isPending}
          onClick={() => rest.mutate(!onBreak)}
        >
          {onBreak ? "End the break early" : `Take a break of ${care.breakMinutes} minutes`}
        </Button>
      }
    >
      {onBreak && care.until && (
        <p role="timer" className="tabular mb-4 font-semibold text-2xl tracking-tight">
          {minutesUntil(care.until, now)}
        </p>
      )}
      {words && (
        <Notice tone="info" className="mb-4" title={words.title}>
          {words.text}
        </Notice>
      )}
      <div className="grid gap-5 md:grid-cols-3">
        <DoseBar label="Since your last break" value={care.sinceBreakDose} budget={care.budget} />
        <DoseBar label="This shift" value={care.shiftDose} />
        <DoseBar label="Last seven days" value={care.weekDose} budget={care.weekBudget} />
      </div>
      {rest.isError && <p className="mt-3 text-block-ink text-sm">{rest.error.message}</p>}
    </Card>
  );
}
