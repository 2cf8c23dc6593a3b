"use client";

import { Card } from "#components/ui/card";
import { Notice, Skeleton } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { PageHeader } from "#components/ui/page-header";
import { useComparison } from "#lib/client/migration";
import type { CompareAnswer } from "#lib/domain/migration";
import { ComparisonCard } from "./comparison-card";

/** What old Perspective scores and thresholds become here. */
export function MigrationSettings() {
  const { mutate, data, error, isPending } = useComparison();
  return (
    <>
      <PageHeader
        title="Migration from Perspective"
        description="Give texts with the scores that the Perspective API gave them, and see which thresholds stand for your old ones. Nothing of the file is stored."
      />
      <div className="flex flex-col gap-4">
        <Card>
          <Field
            label="CSV file"
            hint="A column named text, and one per attribute: TOXICITY, INSULT and so on, with scores from 0 to 1. At most 5 MB."
            error={error?.message}
            className="max-w-xl"
          >
            <Input
              type="file"
              accept=".csv,text/csv"
              aria-busy={isPending}
              className="py-1"
              onChange={({ currentTarget }) => {
                const [file] = currentTarget.files ?? [];
                if (file && !isPending) mutate(file);
                // The same file, corrected, can be chosen again.
                currentTarget.value = "";
              }}
            />
          </Field>
        </Card>
        <div aria-live="polite">
          {isPending && (
            <>
              <p className="sr-only">Scoring the texts</p>
              <Skeleton className="h-64" />
            </>
          )}
          {data && !isPending && <Findings answer={data} />}
        </div>
      </div>
    </>
  );
}

function Findings({ answer }: { answer: CompareAnswer }) {
  const { texts, skipped, attributes, uncovered, excerpts } = answer;
  const [first] = skipped.first;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm">
        {texts.toLocaleString("en")} texts compared
        {first && `, ${skipped.count} rows left out (the first is row ${first.row}: ${first.reason})`}.
      </p>
      {uncovered.length > 0 && (
        <Notice tone="warning" title="Not compared">
          No model covers {uncovered.join(", ")} in the languages of these texts.
        </Notice>
      )}
      {Object.entries(attributes).map(([attribute, comparison]) => (
        <ComparisonCard key={attribute} attribute={attribute} comparison={comparison} excerpts={excerpts} />
      ))}
    </div>
  );
}
