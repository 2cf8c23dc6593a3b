"use client";

import { Save } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { ChoiceSelect } from "#components/ui/choice-select";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { PageHeader } from "#components/ui/page-header";
import { useToast } from "#components/ui/toast";
import { usePolicyInForce } from "#lib/client/policy";
import { useReviewSettings, useSaveReviewSettings } from "#lib/client/review-settings";
import { type ReviewSettings as Settings, usualOpinions } from "#lib/domain/review-settings";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";

/** How many opinions, how often people are checked, and how much is enough for one person. */
export function ReviewSettings() {
  const { data, error, refetch } = useReviewSettings();
  if (error && !data) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-96" />;
  return <Editor saved={data} />;
}

function Editor({ saved }: { saved: Settings }) {
  const [draft, setDraft] = useState(saved);
  const save = useSaveReviewSettings();
  const policy = usePolicyInForce();
  const toast = useToast();
  const set = <Name extends keyof Settings>(name: Name, value: Settings[Name]) =>
    setDraft({ ...draft, [name]: value });
  const opinions = (category: Category, value: string) => {
    const { [category]: _, ...others } = draft.opinions;
    set("opinions", value === "" ? others : { ...others, [category]: Number(value) });
  };
  const submit = () =>
    save.mutate(draft, {
      onSuccess: () => toast.show({ tone: "success", message: "Saved. New items follow it from now on." }),
      onError: (problem) => toast.show({ tone: "error", message: problem.message }),
    });
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  return (
    <>
      <PageHeader
        title="Review"
        description="How many opinions an item needs, how people's decisions are checked, and how much is enough for one person."
        actions={
          <Button
            variant="primary"
            disabled={!changed}
            busy={save.isPending}
            icon={<Save aria-hidden className="size-4" />}
            onClick={submit}
          >
            Save
          </Button>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card
          title="Opinions needed"
          description="Given blind, one after the other; the majority decides. The default is one, and three where the policy gives a category severity 5."
        >
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
            {CATEGORIES.map((category) => (
              <ChoiceSelect
                key={category}
                label={CATEGORY_TITLES[category]}
                none={policy ? `Default (${usualOpinions(category, policy)})` : "Default"}
                options={["1", "2", "3", "5", "7"].map((n) => [n, n])}
                value={draft.opinions[category] ?? ""}
                onChange={(event) => opinions(category, event.target.value)}
              />
            ))}
          </div>
        </Card>
        <div className="flex flex-col gap-5">
          <Card
            title="Checks"
            description="Golden items have a known answer; second readings are drawn more often where an item is grave or the models unsure."
          >
            <div className="grid gap-3 sm:grid-cols-2">
              <Percent
                label="Golden items among the work"
                value={draft.goldenRate}
                most={0.2}
                onChange={(rate) => set("goldenRate", rate)}
              />
              <Percent
                label="Decisions read a second time"
                value={draft.qaRate}
                most={0.5}
                onChange={(rate) => set("qaRate", rate)}
              />
            </div>
          </Card>
          <Card
            title="Enough for one person"
            description="Dose counts each item by severity. Each person can choose less for themselves; who is at a limit is theirs alone to know."
          >
            <div className="grid gap-3 sm:grid-cols-2">
              <Amount
                label="Dose between breaks"
                name="shiftBudget"
                min={10}
                max={2000}
                draft={draft}
                set={set}
              />
              <Amount
                label="Dose in seven days"
                name="weekBudget"
                min={10}
                max={10_000}
                draft={draft}
                set={set}
              />
              <Amount label="Grave items in a row" name="graveRun" min={1} max={20} draft={draft} set={set} />
              <Amount
                label="A break, in minutes"
                name="breakMinutes"
                min={5}
                max={60}
                draft={draft}
                set={set}
              />
              <Amount
                label="Work before a break, minutes"
                name="workMinutes"
                min={20}
                max={180}
                draft={draft}
                set={set}
              />
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}

type NumberName = "shiftBudget" | "weekBudget" | "graveRun" | "breakMinutes" | "workMinutes";

interface AmountProps {
  label: string;
  name: NumberName;
  min: number;
  max: number;
  draft: Settings;
  set: (name: NumberName, value: number) => void;
}

function Amount({ label, name, min, max, draft, set }: AmountProps) {
  const value = draft[name];
  const wrong = !(value >= min && value <= max);
  return (
    <Field label={label} error={wrong ? `From ${min} to ${max.toLocaleString("en-GB")}.` : undefined}>
      <Input
        type="number"
        min={min}
        max={max}
        value={Number.isNaN(value) ? "" : value}
        onChange={(event) => set(name, event.target.valueAsNumber)}
      />
    </Field>
  );
}

interface PercentProps {
  label: string;
  value: number;
  most: number;
  onChange: (share: number) => void;
}

function Percent({ label, value, most, onChange }: PercentProps) {
  return (
    <Field label={label} hint={`In percent, up to ${most * 100}.`}>
      <Input
        type="number"
        min={0}
        max={most * 100}
        step={0.5}
        value={Math.round(value * 1000) / 10}
        onChange={(event) => onChange(Math.min(most, Math.max(0, (event.target.valueAsNumber || 0) / 100)))}
      />
    </Field>
  );
}
