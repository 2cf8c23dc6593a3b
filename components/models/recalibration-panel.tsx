"use client";

import { Scale } from "lucide-react";
import { useState } from "react";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { useRecalibration } from "#lib/client/models";
import { usePolicyHistory } from "#lib/client/policy";
import { dateTime, useNow } from "#lib/client/time";
import type { PolicyHistory } from "#lib/domain/policy-history";
import type { RecalibrationProposal } from "#lib/domain/recalibration-proposal";
import { AgreementTable } from "./agreement-table";
import { CurveFigures } from "./curve-figures";
import { type PlannedChange, RecalibrateDialog } from "./recalibrate-dialog";
import { RecalibrateForm } from "./recalibrate-form";
import { RecalibrationHistory } from "./recalibration-history";

/** What people's decisions say of the text models' scores, and what can be done about it. */
export function RecalibrationPanel() {
  const proposal = useRecalibration();
  const history = usePolicyHistory();
  const error = proposal.error ?? history.error;
  if (proposal.data && history.data) return <Panel proposal={proposal.data} history={history.data} />;
  if (!error)
    return (
      <div role="status">
        <span className="sr-only">Comparing scores with people's decisions</span>
        <Skeleton className="h-80 rounded-lg" />
      </div>
    );
  return (
    <Card title="Against people's decisions">
      <ErrorState
        message={error.message}
        onRetry={() => {
          void proposal.refetch();
          void history.refetch();
        }}
      />
    </Card>
  );
}

interface PanelProps {
  proposal: RecalibrationProposal;
  history: PolicyHistory;
}

function Panel({ proposal, history }: PanelProps) {
  const [planned, setPlanned] = useState<PlannedChange | null>(null);
  const active = history.versions.find(({ version }) => version === history.active);
  const { labels, inForce } = proposal;
  return (
    <>
      {inForce?.stale && (
        <Notice tone="warning" title="The curves in force belong to other models">
          They were fitted for {inForce.models.join(" and ")}; newer versions score now, and their scores are
          left as they are. Recalibrate when enough of their scores have been judged, or take the curves back.
        </Notice>
      )}
      <Card title="Against people's decisions" description={<Basis proposal={proposal} />} flush>
        {labels === 0 ? (
          <EmptyState icon={<Scale aria-hidden />} title="No decision to compare with yet">
            As people decide in the desk, category by category appears here what they say of the scores that
            texts had.
          </EmptyState>
        ) : (
          <AgreementTable proposal={proposal} />
        )}
      </Card>
      {labels > 0 && <CurveFigures proposal={proposal} />}
      {active && (
        <>
          <RecalibrateForm proposal={proposal} active={active} onPlan={setPlanned} />
          <RecalibrationHistory versions={history.versions} active={active} onPlan={setPlanned} />
          {planned && (
            <RecalibrateDialog
              planned={planned}
              active={active}
              next={(history.versions[0]?.version ?? 0) + 1}
              onClose={() => setPlanned(null)}
            />
          )}
        </>
      )}
    </>
  );
}

/** What the figures stand on, and what was left out. */
function Basis({ proposal }: { proposal: RecalibrationProposal }) {
  const inBrowser = useNow() > 0;
  const { labels, models, since, until, leftOut } = proposal;
  if (labels === 0) return "Whether the scores of the text models are right as often as they say.";
  const left = [
    ...(leftOut.otherModels > 0 ? [`${leftOut.otherModels} on scores of other versions`] : []),
    ...(leftOut.otherParts > 0 ? [`${leftOut.otherParts} of harm in posts that hold more than text`] : []),
  ];
  return (
    <>
      {labels.toLocaleString("en-GB")} {labels === 1 ? "decision" : "decisions"} on texts that{" "}
      {models.join(" and ")} scored
      {inBrowser && since && until && `, from ${dateTime(since)} to ${dateTime(until)}`}.
      {left.length > 0 && ` Left out: ${left.join(", ")}.`} People mostly see what was flagged, so low scores
      have few decisions.
    </>
  );
}
