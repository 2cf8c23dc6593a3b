"use client";

import { Undo2 } from "lucide-react";
import Link from "next/link";
import { VersionEntry } from "#components/settings/version-entry";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { type PolicyVersion, policyDiff } from "#lib/domain/policy-history";
import { type RecalibrationChange, recalibrationChanges } from "#lib/domain/recalibration-proposal";
import type { PlannedChange } from "./recalibrate-dialog";

const MOST = 10;

interface RecalibrationHistoryProps {
  versions: PolicyVersion[];
  active: PolicyVersion;
  onPlan: (planned: PlannedChange) => void;
}

/** The versions of the policy that changed the curves, and the way back to what was before each. */
export function RecalibrationHistory({ versions, active, onPlan }: RecalibrationHistoryProps) {
  const changes = recalibrationChanges(versions);
  const curvesOf = (number: number) => versions.find(({ version }) => version === number)?.body.recalibration;
  const plan = (asInVersion: number) => {
    const { recalibration: _, ...rest } = active.body;
    const curves = curvesOf(asInVersion);
    onPlan({
      title: curves ? `Curves as in version ${asInVersion}` : "Back to the models' own curves",
      description: "Only the curves change; everything else of the policy stays as it is now.",
      draft: { ...rest, ...(curves ? { recalibration: curves } : {}) },
      body: { basedOn: active.version, asInVersion, note: "" },
    });
  };
  const planNone = () => {
    const { recalibration: _, ...rest } = active.body;
    onPlan({
      title: "Do without curves",
      description: "Scores are what the models were published with again, from the next item on.",
      draft: rest,
      body: null,
    });
  };
  const same = (number: number) =>
    JSON.stringify(curvesOf(number)) === JSON.stringify(active.body.recalibration);
  return (
    <Card
      title="Recalibrations"
      description={
        <>
          Each is a version of the{" "}
          <Link href="/settings/policy" className="underline underline-offset-2">
            policy
          </Link>{" "}
          and an entry of the audit log.
        </>
      }
      actions={
        active.body.recalibration && (
          <Button size="sm" onClick={planNone}>
            Do without curves
          </Button>
        )
      }
    >
      {changes.length === 0 ? (
        <p className="text-soft text-sm">
          None so far: every category is on the curves that its models were published with.
        </p>
      ) : (
        <ol className="-my-2 divide-y divide-line">
          {changes.slice(0, MOST).map((change) => (
            <Entry
              key={change.version.version}
              change={change}
              previous={versions.find(({ version }) => version === change.before)}
              inForce={same(change.version.version)}
              onAgain={same(change.version.version) ? undefined : () => plan(change.version.version)}
              onBack={same(change.before) ? undefined : () => plan(change.before)}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

interface EntryProps {
  change: RecalibrationChange;
  previous: PolicyVersion | undefined;
  inForce: boolean;
  onAgain: (() => void) | undefined;
  onBack: (() => void) | undefined;
}

function Entry({ change: { version, before }, previous, inForce, onAgain, onBack }: EntryProps) {
  const changes = previous ? policyDiff(previous.body, version.body) : [];
  return (
    <VersionEntry
      version={version}
      inForce={inForce}
      changes={changes.filter(({ path }) => path.startsWith("recalibration"))}
    >
      <div className="flex flex-wrap gap-2">
        {onAgain && (
          <Button size="sm" onClick={onAgain}>
            Use these again
          </Button>
        )}
        {inForce && onBack && (
          <Button size="sm" icon={<Undo2 aria-hidden className="size-3.5" />} onClick={onBack}>
            Back to before version {before + 1}
          </Button>
        )}
      </div>
    </VersionEntry>
  );
}
