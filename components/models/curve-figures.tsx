"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Figure } from "#components/insights/figure";
import { Card } from "#components/ui/card";
import { Skeleton } from "#components/ui/feedback";
import { Field, Select } from "#components/ui/field";
import type { CalibrationBin, RecalibrationProposal } from "#lib/domain/recalibration-proposal";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import { percent, tooFew } from "./agreement-table";

const ReliabilityChart = dynamic(
  () => import("#components/insights/charts").then((module) => module.ReliabilityChart),
  { ssr: false, loading: () => <Skeleton className="h-60" /> },
);

/** One category's scores against how often people found it so: as served now, and with a new curve. */
export function CurveFigures({ proposal }: { proposal: RecalibrationProposal }) {
  const { categories, needs, inForce } = proposal;
  const [first] = [...categories].sort((a, b) => b.labels - a.labels);
  const [chosen, setChosen] = useState(first?.category);
  const found = categories.find(({ category }) => category === chosen) ?? first;
  if (!found) return null;
  const title = CATEGORY_TITLES[found.category];
  const taught = inForce && !inForce.stale && inForce.curves[found.category];
  return (
    <section aria-label="Reliability" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-base">Reliability of one category</h2>
        <Field label="Category" hideLabel>
          <Select value={found.category} onChange={({ target }) => setChosen(target.value as typeof chosen)}>
            {categories.map(({ category, labels }) => (
              <option key={category} value={category}>
                {CATEGORY_TITLES[category]} ({labels})
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className="grid gap-5 lg:grid-cols-2">
        <Reliability
          title={`${title}, as served now`}
          note={`On the dashed line a score of 0.7 is right 7 times in 10. Off by ${percent(found.before)} on average${
            taught ? ", in part on decisions that taught the curve in force" : ""
          }.`}
          bins={found.bins.before}
        />
        {found.bins.after.length > 0 ? (
          <Reliability
            title={`${title}, with a new curve`}
            note={`Each half of the decisions through the curve of the other half. Off by ${percent(found.after)} on average.`}
            bins={found.bins.after}
          />
        ) : (
          <Card title={`${title}, with a new curve`}>
            <p className="text-soft text-sm">
              Too few decisions to fit and to measure one: {tooFew(found, needs)}.
            </p>
          </Card>
        )}
      </div>
    </section>
  );
}

function Reliability({ title, note, bins }: { title: string; note: string; bins: CalibrationBin[] }) {
  const rows = bins.map(({ from, to, count, said, seen }) => ({
    ...{ from, to, labels: count, meanScore: said, positive: seen },
  }));
  return (
    <Figure
      title={title}
      note={note}
      drawn={<ReliabilityChart rows={rows} />}
      head={["Score", "Decisions", "Mean score", "Found so"]}
      rows={rows.map(({ from, to, labels, meanScore, positive }) => [
        `${from.toFixed(1)}–${to.toFixed(1)}`,
        Math.round(labels),
        meanScore.toFixed(2),
        positive.toFixed(2),
      ])}
    />
  );
}
