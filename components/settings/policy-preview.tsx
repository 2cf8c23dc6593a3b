"use client";

import { useDeferredValue, useMemo, useState } from "react";
import { DECISION_LOOKS } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { useReplaySample } from "#lib/client/policy";
import type { PolicyBody } from "#lib/domain/policy";
import { type Replay, replayPolicies } from "#lib/domain/policy-replay";
import { DECISIONS } from "#lib/domain/taxonomy";
import { SideChanges } from "./side-changes";

/** Items that a draft is tried on. */
export const PREVIEW_ITEMS = 1000;

interface PolicyPreviewProps {
  active: PolicyBody;
  draft: PolicyBody;
}

/** What the draft would have decided on recent items, computed here as the sliders move. */
export function PolicyPreview({ active, draft }: PolicyPreviewProps) {
  const { data, error, refetch } = useReplaySample(PREVIEW_ITEMS);
  const settled = useDeferredValue(draft);
  const replay = useMemo(() => data && replayPolicies(data.items, active, settled), [data, active, settled]);
  return (
    <Card
      title="On recent traffic"
      description={
        data
          ? `The last ${data.items.length} items, decided again with the scores they had.`
          : "Decides recent items again with the scores they had."
      }
    >
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-56" />}
      {replay && data && data.items.length === 0 && (
        <p className="text-faint text-sm">No item was judged yet. Send some and come back.</p>
      )}
      {replay && data && data.items.length > 0 && (
        <div className="flex flex-col gap-5">
          <CountTable replay={replay} total={data.items.length} />
          <ReviewCost replay={replay} total={data.items.length} />
          <SideChanges changes={replay.changes} />
        </div>
      )}
    </Card>
  );
}

const signed = (value: number) => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0");

function CountTable({ replay, total }: { replay: Replay; total: number }) {
  const share = (count: number) => `${((100 * count) / total).toFixed(1)} %`;
  return (
    <table className="w-full text-sm" data-testid="policy-preview">
      <caption className="sr-only">Decisions now and as proposed</caption>
      <thead>
        <tr className="text-faint text-xs">
          <th scope="col" className="pb-1 text-left font-medium">
            Decision
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            Now
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            Proposed
          </th>
          <th scope="col" className="pb-1 text-right font-medium">
            Change
          </th>
        </tr>
      </thead>
      <tbody className="tabular">
        {DECISIONS.map((decision) => {
          const { icon: Shape, word } = DECISION_LOOKS[decision];
          const [before, after] = [replay.before[decision], replay.after[decision]];
          return (
            <tr key={decision} className="border-line border-t">
              <th scope="row" className="py-1.5 text-left font-normal">
                <Shape aria-hidden className="mr-1.5 inline size-3.5 align-[-2px] text-faint" />
                {word}
              </th>
              <td className="text-right">{before}</td>
              <td className="text-right">
                {after} <span className="text-faint text-xs">{share(after)}</span>
              </td>
              <td className={before === after ? "text-right text-faint" : "text-right font-medium"}>
                {signed(after - before)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Reviewer time in hours. */
function hoursOf(reviews: number, seconds: number): number {
  return (reviews * seconds) / 3600;
}

function ReviewCost({ replay, total }: { replay: Replay; total: number }) {
  const [seconds, setSeconds] = useState(30);
  const per = (reviews: number) => hoursOf((reviews / total) * 1000, seconds);
  const daily = (reviews: number) => hoursOf(reviews / replay.days, seconds);
  const { before, after } = replay.reviews;
  return (
    <div className="flex flex-wrap items-end justify-between gap-3 rounded-md bg-sunken px-3 py-2.5">
      <dl className="text-sm">
        <div className="flex gap-2">
          <dt className="text-faint">Reviewer hours per 1,000 items</dt>
          <dd className="tabular whitespace-nowrap">
            {per(before).toFixed(1)} → <strong className="font-semibold">{per(after).toFixed(1)}</strong>
          </dd>
        </div>
        {replay.days >= 0.5 && (
          <div className="flex gap-2">
            <dt className="text-faint">per day at the recent rate</dt>
            <dd className="tabular whitespace-nowrap">
              {daily(before).toFixed(1)} →{" "}
              <strong className="font-semibold">{daily(after).toFixed(1)}</strong>
            </dd>
          </div>
        )}
      </dl>
      <Field label="Seconds per item" className="w-32">
        <Input
          type="number"
          min={1}
          max={3600}
          value={seconds}
          onChange={(event) => setSeconds(Math.max(1, Number(event.target.value) || 1))}
        />
      </Field>
    </div>
  );
}
