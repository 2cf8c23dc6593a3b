"use client";

import { Scale, Users } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useQuality } from "#lib/client/quality";
import { ago, useNow } from "#lib/client/time";
import type { Agreement, Quality } from "#lib/domain/quality";
import { signedFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { GoldenItems } from "./golden-items";
import { IntervalBar } from "./interval-bar";
import { whyNoInterval } from "./no-interval";
import { SettleButton } from "./settle-button";
import { SpanSelect } from "./span-select";

const SPANS = [7, 30, 90, 365];
const titleOf = (category: string) => CATEGORY_TITLES[category as Category] ?? category;
const list = (categories: string[]) => categories.map(titleOf).join(", ");

/** How well people agree, with each other and with known answers, and what is left to settle. */
export function QualityBoard() {
  const [days, setDays] = useState(30);
  const { data, error, refetch } = useQuality(days);
  return (
    <>
      <PageHeader
        title="Quality"
        description="Whether people judge alike. Every figure carries its 95% interval; people stand in the order of their names, never of their figures."
        actions={<SpanSelect spans={SPANS} days={days} onChange={setDays} />}
      />
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div role="status" className="flex flex-col gap-5">
          <span className="sr-only">Loading the figures</span>
          <Skeleton className="h-40 rounded-lg" />
          <Skeleton className="h-64 rounded-lg" />
        </div>
      )}
      {data && <Figures quality={data} />}
    </>
  );
}

function Figures({ quality }: { quality: Quality }) {
  return (
    <div className="flex flex-col gap-5">
      <Disagreements rows={quality.disagreements} />
      <Card
        title="Agreement"
        description="Krippendorff's alpha on items that several people judged: 1 is full agreement, 0 is chance. Krippendorff advises to rely on 0.8 and more, and to draw tentative conclusions from 0.667 on."
        flush
      >
        <AgreementTable quality={quality} />
      </Card>
      <Card
        title="Reviewers"
        description="Against the decision that held in the end, golden items and second readings. Drift compares the later half of the time with the earlier."
        flush
      >
        <Reviewers rows={quality.reviewers} />
      </Card>
      {quality.pairs.length > 0 && (
        <Card title="Pairs" description="How often two people decided the same on what both judged." flush>
          <Pairs rows={quality.pairs} />
        </Card>
      )}
      <GoldenItems served={quality.golden.served} right={quality.golden.right} />
    </div>
  );
}

function Disagreements({ rows }: { rows: Quality["disagreements"] }) {
  const now = useNow();
  return (
    <Card
      title="To settle"
      description="Reviewers disagree on these, the longest waiting first. Settle one and it comes to your desk with what each person said and why."
      flush
    >
      {rows.length === 0 ? (
        <EmptyState icon={<Scale aria-hidden />} title="Nothing to settle">
          When opinions come to nothing, or a second reading differs from the first, the item appears here.
        </EmptyState>
      ) : (
        <Table label="Disagreements">
          <Thead>
            <tr>
              <Th>Item</Th>
              <Th>
                <span className="sr-only">Settle</span>
              </Th>
              <Th>In question</Th>
              <Th className="w-full">Opinions</Th>
              <Th>Queue</Th>
              <Th>Since</Th>
            </tr>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.taskId}>
                <Td>
                  <Link href={`/items/${row.itemId}`} className="font-mono text-xs underline">
                    {row.itemId.slice(0, 14)}…
                  </Link>
                </Td>
                <Td className="whitespace-nowrap">
                  <Settle row={row} />
                </Td>
                <Td className="whitespace-nowrap">{list(row.categories) || "–"}</Td>
                <Td>
                  <span className="flex flex-wrap gap-1.5">
                    {row.opinions.map((opinion, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: opinions are anonymous and never move
                      <Badge key={at} tone={opinion.decision === "BLOCK" ? "block" : "approve"}>
                        {opinion.decision === "BLOCK" ? `Block: ${list(opinion.categories)}` : "Approve"}
                      </Badge>
                    ))}
                  </span>
                </Td>
                <Td className="whitespace-nowrap">{row.queue}</Td>
                <Td className="tabular whitespace-nowrap">{now > 0 ? ago(row.since, now) : "–"}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Card>
  );
}

const NOT_FREE = {
  taken: "at a colleague’s desk",
  excluded: "you had it before",
};

function Settle({ row: { taskId, leaseToken, standing } }: { row: Quality["disagreements"][number] }) {
  if (standing === "free") return <SettleButton task={{ id: taskId, leaseToken }}>Settle</SettleButton>;
  if (standing === "own")
    return (
      <LinkButton size="sm" href="/review">
        At your desk
      </LinkButton>
    );
  return <span className="text-faint text-xs">{NOT_FREE[standing]}</span>;
}

function AgreementTable({ quality: { overall, categories, queues } }: { quality: Quality }) {
  const rows: { kind: string; name: string; agreement: Agreement }[] = [
    { kind: "", name: "All decisions", agreement: overall },
    ...categories.map((agreement) => ({ kind: "Category", name: titleOf(agreement.of ?? ""), agreement })),
    ...queues.map((agreement) => ({ kind: "Queue", name: agreement.of ?? "", agreement })),
  ];
  if (overall.units === 0)
    return (
      <EmptyState icon={<Users aria-hidden />} title="No item was judged by two people yet">
        Grave categories need three opinions, and some decisions are read a second time. Their agreement shows
        here.
      </EmptyState>
    );
  return (
    <Table label="Agreement">
      <Thead>
        <tr>
          <Th>Of</Th>
          <Th numeric>Items</Th>
          <Th className="w-full">Alpha</Th>
        </tr>
      </Thead>
      <Tbody>
        {rows.map(({ kind, name, agreement }) => (
          <Tr key={`${kind} ${name}`}>
            <Td className="whitespace-nowrap">
              {name} {kind && <span className="text-faint text-xs">{kind.toLowerCase()}</span>}
            </Td>
            <Td numeric>{agreement.units.toLocaleString("en-GB")}</Td>
            <Td>
              <Alpha interval={agreement.alpha} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** Where nothing differs when drawn again there is no interval to show. */
function Alpha({ interval }: { interval: Agreement["alpha"] }) {
  if (interval && interval.low === interval.high)
    return (
      <span className="tabular">
        {signedFigure(interval.value)} <span className="text-faint text-xs">({whyNoInterval(interval)})</span>
      </span>
    );
  return <IntervalBar interval={interval} from={-0.2} to={1} as="number" />;
}

function Reviewers({ rows }: { rows: Quality["reviewers"] }) {
  if (rows.length === 0)
    return (
      <EmptyState icon={<Users aria-hidden />} title="Nothing to compare yet">
        Figures appear once people have judged golden items or items that others judged too.
      </EmptyState>
    );
  return (
    <Table label="Reviewers">
      <Thead>
        <tr>
          <Th>Name</Th>
          <Th numeric>Opinions</Th>
          <Th>With the consensus</Th>
          <Th>Drift</Th>
          <Th>Golden items</Th>
          <Th>Second readings</Th>
        </tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.name}>
            <Td className="whitespace-nowrap font-medium">{row.name}</Td>
            <Td numeric>{row.opinions.toLocaleString("en-GB")}</Td>
            <Td>
              <IntervalBar interval={row.consensus} from={0} to={1} />
            </Td>
            <Td>
              <IntervalBar interval={row.drift} from={-0.5} to={0.5} signed />
            </Td>
            <Td>
              <IntervalBar interval={row.golden} from={0} to={1} />
            </Td>
            <Td>
              <IntervalBar interval={row.secondReview} from={0} to={1} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Pairs({ rows }: { rows: Quality["pairs"] }) {
  return (
    <Table label="Pairs of reviewers">
      <Thead>
        <tr>
          <Th>Pair</Th>
          <Th numeric>Items</Th>
          <Th className="w-full">Decided the same</Th>
        </tr>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={`${row.a} ${row.b}`}>
            <Td className="whitespace-nowrap">
              {row.a} and {row.b}
            </Td>
            <Td numeric>{row.items.toLocaleString("en-GB")}</Td>
            <Td>
              <IntervalBar interval={row.agreement} from={0} to={1} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
