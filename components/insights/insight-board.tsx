"use client";

import { ChartNoAxesCombined } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { IntervalBar } from "#components/quality/interval-bar";
import { SpanSelect } from "#components/quality/span-select";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useInsights } from "#lib/client/insights";
import { type Insights, itemsBehind } from "#lib/domain/insights";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { Figure } from "./figure";
import { WorkTable } from "./work-table";

const loading = () => <Skeleton className="h-56" />;
const VolumeChart = dynamic(() => import("./charts").then((module) => module.VolumeChart), {
  ssr: false,
  loading,
});
const ReliabilityChart = dynamic(() => import("./charts").then((module) => module.ReliabilityChart), {
  ssr: false,
  loading,
});
const ScoreChart = dynamic(() => import("./charts").then((module) => module.ScoreChart), {
  ssr: false,
  loading,
});

const SPANS = [7, 14, 30, 90];

/** How moderation went: each figure with its table, each mark a way to the items behind it. */
export function InsightBoard() {
  const [days, setDays] = useState(14);
  const { data, error, refetch, isPlaceholderData } = useInsights(days);
  const received = data?.volumes.reduce((sum, day) => sum + day.received, 0);
  return (
    <>
      <PageHeader
        title="Insights"
        description="What came in, what became of it, and how far the models can be trusted. Every mark leads to the items behind it."
        actions={<SpanSelect spans={SPANS} days={days} onChange={setDays} />}
      />
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div role="status" className="flex flex-col gap-5">
          <span className="sr-only">Loading the figures</span>
          <Skeleton className="h-72 rounded-lg" />
          <Skeleton className="h-72 rounded-lg" />
        </div>
      )}
      {received === 0 && (
        <Card>
          <EmptyState icon={<ChartNoAxesCombined aria-hidden />} title="Nothing came in during this time">
            Choose a longer time, or send the first post to the API.
          </EmptyState>
        </Card>
      )}
      {data && received !== 0 && (
        <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60" : undefined}>
          <Figures data={data} />
        </div>
      )}
    </>
  );
}

const whole = (n: number) => n.toLocaleString("en-GB");

function Figures({ data }: { data: Insights }) {
  const router = useRouter();
  const span = { from: data.from, to: data.to };
  const go = (filter: Parameters<typeof itemsBehind>[0]) => router.push(itemsBehind(filter));
  return (
    <div className="flex flex-col gap-5">
      <Figure
        title="Volume and decisions of the machine"
        note="What the machine decided at first, by the day received, UTC."
        drawn={
          <>
            <Legend />
            <VolumeChart
              rows={data.volumes}
              onPick={({ day }, decision) => go({ from: day, to: day, decision })}
            />
          </>
        }
        head={["Day", "Received", "Approved", "Flagged", "Blocked"]}
        rows={data.volumes.map((day) => [
          <Behind key="day" filter={{ from: day.day, to: day.day }}>
            {day.day}
          </Behind>,
          whole(day.received),
          whole(day.approved),
          whole(day.flagged),
          whole(day.blocked),
        ])}
      />
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title="Work and deadlines" flush>
          <WorkTable data={data} />
        </Card>
        <Card
          title="Precision by category"
          description="Of what the models and lists raised and people judged, the share that people found to be so."
          flush
        >
          {data.precision.length === 0 ? (
            <p className="p-4 text-faint text-sm">No person has judged an item in this time.</p>
          ) : (
            <Table label="Precision by category">
              <Thead>
                <tr>
                  <Th>Category</Th>
                  <Th numeric>Judged</Th>
                  <Th>Precision</Th>
                </tr>
              </Thead>
              <Tbody>
                {data.precision.map(({ category, raised, rate }) => (
                  <Tr key={category}>
                    <Td className="whitespace-nowrap">
                      <Behind filter={{ ...span, category, decidedBy: "person" }}>
                        {CATEGORY_TITLES[category]}
                      </Behind>
                    </Td>
                    <Td numeric>{whole(raised)}</Td>
                    <Td>
                      <IntervalBar interval={rate} from={0} to={1} />
                    </Td>
                  </Tr>
                ))}
              </Tbody>
            </Table>
          )}
        </Card>
        <Figure
          title="Reliability"
          note="Mean score of the models against how often people agreed. On the dashed line a score of 0.7 is right 7 times in 10. People mostly judge what was flagged, so low scores are few; the larger a dot, the more labels it stands on."
          drawn={
            <ReliabilityChart
              rows={data.reliability}
              onPick={({ from, to }) => go({ ...span, scoreFrom: from, scoreTo: to, decidedBy: "person" })}
            />
          }
          head={["Score", "Labels", "Mean score", "Found so"]}
          rows={data.reliability.map((bin) => [
            <Behind key="bin" filter={{ ...span, scoreFrom: bin.from, scoreTo: bin.to, decidedBy: "person" }}>
              {bin.from} to {bin.to}
            </Behind>,
            whole(bin.labels),
            bin.meanScore.toFixed(2),
            bin.positive.toFixed(2),
          ])}
        />
        <Figure
          title="Distribution of scores"
          note="Items by the highest score of any category."
          drawn={
            <ScoreChart
              rows={data.scores}
              onPick={({ from, to }) => go({ ...span, scoreFrom: from, scoreTo: to })}
            />
          }
          head={["Score", "Items"]}
          rows={data.scores.map((bin) => [
            <Behind key="bin" filter={{ ...span, scoreFrom: bin.from, scoreTo: bin.to }}>
              {bin.from} to {bin.to}
            </Behind>,
            whole(bin.items),
          ])}
        />
      </div>
    </div>
  );
}

function Behind({ filter, children }: { filter: Parameters<typeof itemsBehind>[0]; children: ReactNode }) {
  return (
    <Link
      href={itemsBehind(filter)}
      className="whitespace-nowrap underline decoration-line-strong underline-offset-2"
    >
      {children}
    </Link>
  );
}

const PARTS = [
  { name: "Blocked", fill: "bg-block" },
  { name: "Flagged for a person", fill: "bg-flag" },
  { name: "Approved", fill: "bg-approve" },
];

/** The colours of the stacks, from the top. */
function Legend() {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-soft text-xs">
      {PARTS.map(({ name, fill }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span className={`size-2.5 rounded-xs ${fill}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}
