"use client";

import { Eye } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Checkbox } from "#components/ui/choice";
import type { PolicyVersion } from "#lib/domain/policy-history";
import { type RecalibrationProposal, withAdopted } from "#lib/domain/recalibration-proposal";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { percent, tooFew } from "./agreement-table";
import type { PlannedChange } from "./recalibrate-dialog";

interface RecalibrateFormProps {
  proposal: RecalibrationProposal;
  active: PolicyVersion;
  onPlan: (planned: PlannedChange) => void;
}

/** Which categories take a new curve; or why none can. */
export function RecalibrateForm({ proposal, active, onPlan }: RecalibrateFormProps) {
  const { proposed, categories, until, labels, basedOn, inForce } = proposal;
  const gains = categories.filter(({ reason }) => reason === "adopted");
  const [left, setLeft] = useState<Category[]>([]);
  const chosen = gains.map(({ category }) => category).filter((category) => !left.includes(category));
  if (!proposed || !until)
    return (
      <Card title="Recalibrate from people's decisions">
        <p className="text-soft text-sm">{whyNot(proposal)}</p>
      </Card>
    );
  const plan = () => {
    const holding = inForce && !inForce.stale ? inForce : null;
    const { recalibration: _, ...rest } = active.body;
    onPlan({
      title: "Recalibrate",
      description: "No model is trained: scores are corrected by a curve, from the next item on.",
      draft: { ...rest, recalibration: withAdopted(proposed, holding, chosen) },
      body: { basedOn, until, labels, categories: chosen, note: "" },
    });
  };
  return (
    <Card
      title="Recalibrate from people's decisions"
      description="Measured on decisions that the new curve was not fitted on. Nothing changes before you have seen what it does to past traffic and saved it."
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Categories that take a new curve</legend>
        {gains.map(({ category, before, after, labels: own }) => (
          <Checkbox
            key={category}
            label={CATEGORY_TITLES[category]}
            hint={`Off by ${percent(after)} instead of ${percent(before)}, on ${own.toLocaleString("en-GB")} decisions.`}
            checked={chosen.includes(category)}
            onChange={({ target }) =>
              setLeft((all) =>
                target.checked ? all.filter((each) => each !== category) : [...all, category],
              )
            }
          />
        ))}
      </fieldset>
      <Button
        variant="primary"
        className="mt-4"
        icon={<Eye aria-hidden className="size-4" />}
        disabled={chosen.length === 0}
        onClick={plan}
      >
        Preview on past traffic
      </Button>
    </Card>
  );
}

/** Why there is nothing to recalibrate, with the category that is nearest. */
function whyNot({ categories, needs, labels }: RecalibrationProposal): string {
  const rule = `A category takes ${needs.labels} decisions, at least ${needs.ofEach} of them harmful and ${needs.ofEach} harmless.`;
  if (labels === 0) return `Not yet. ${rule}`;
  const few = categories.filter(({ reason }) => reason === "too_few_labels");
  const measured = categories.filter(({ reason }) => reason === "no_gain");
  const nearest = [...few].sort((a, b) => nearness(b, needs) - nearness(a, needs))[0];
  const gain = measured.map(({ category }) => CATEGORY_TITLES[category]).join(", ");
  return [
    ...(gain ? [`Nothing is gained in ${gain}: a new curve is no better than what is in force.`] : []),
    ...(measured.length === 0 ? ["Not yet."] : []),
    ...(few.length > 0 || categories.length < CATEGORIES.length ? [rule] : []),
    ...(nearest ? [`Nearest is ${CATEGORY_TITLES[nearest.category]}, with ${tooFew(nearest, needs)}.`] : []),
  ].join(" ");
}

function nearness(
  { labels, positives }: { labels: number; positives: number },
  needs: RecalibrationProposal["needs"],
): number {
  const rarer = Math.min(positives, labels - positives);
  return Math.min(1, labels / needs.labels) + Math.min(1, rarer / needs.ofEach);
}
