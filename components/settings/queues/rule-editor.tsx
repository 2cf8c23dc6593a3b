"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Field, Input, Select } from "#components/ui/field";
import { Options } from "#components/ui/options";
import { Ticks } from "#components/ui/ticks";
import type { Condition } from "#lib/domain/queue-rules";
import { CATEGORIES, CATEGORY_TITLES, PRIORITIES } from "#lib/domain/taxonomy";
import {
  FIELD_NAMES,
  FIELD_TITLES,
  type FieldName,
  KIND_TITLES,
  listOf,
  newCondition,
  PRIORITY_TITLES,
} from "./rule-words";

interface RuleEditorProps {
  rule: Condition[];
  onChange: (rule: Condition[]) => void;
  /** What is wrong with a condition, by its place and field. */
  problem: (place: number, field: string) => string | undefined;
}

/** The conditions of a rule, all of which must hold. */
export function RuleEditor({ rule, onChange, problem }: RuleEditorProps) {
  const [next, setNext] = useState<FieldName | "">("");
  const left = FIELD_NAMES.filter((name) => !rule.some(({ field }) => field === name));
  const chosen = next !== "" && left.includes(next) ? next : (left[0] ?? "");
  const set = (place: number, condition: Condition) =>
    onChange(rule.map((other, at) => (at === place ? condition : other)));
  return (
    <div className="flex flex-col gap-3">
      {rule.map((condition, place) => (
        <fieldset
          key={condition.field}
          className="relative rounded-md border border-line bg-surface p-3 pt-2"
        >
          <legend className="sr-only">{FIELD_TITLES[condition.field]}</legend>
          <div className="flex items-start justify-between gap-2">
            <span aria-hidden className="pt-1.5 font-medium text-soft text-xs">
              {place > 0 && "and "}
              {FIELD_TITLES[condition.field]}
            </span>
            <IconButton
              size="sm"
              label={`Remove the condition on ${FIELD_TITLES[condition.field].toLowerCase()}`}
              icon={<X aria-hidden className="size-4" />}
              onClick={() => onChange(rule.filter((_, at) => at !== place))}
            />
          </div>
          <ConditionControls
            condition={condition}
            onChange={(changed) => set(place, changed)}
            problem={(field) => problem(place, field)}
          />
        </fieldset>
      ))}
      {chosen !== "" && (
        <div className="flex items-end gap-2">
          <Field label="Another condition" className="w-48">
            <Select value={chosen} onChange={(event) => setNext(event.target.value as FieldName)}>
              <Options values={left} words={FIELD_TITLES} />
            </Select>
          </Field>
          <Button
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => {
              onChange([...rule, newCondition(chosen)]);
              setNext("");
            }}
          >
            Add
          </Button>
        </div>
      )}
    </div>
  );
}

interface ControlsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  problem: (field: string) => string | undefined;
}

function ConditionControls({ condition, onChange, problem }: ControlsProps) {
  switch (condition.field) {
    case "category":
      return (
        <Ticks
          options={CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]])}
          chosen={condition.in}
          error={problem("in")}
          onChange={(chosen) => onChange({ ...condition, in: chosen })}
        />
      );
    case "priority":
      return (
        <Ticks
          options={PRIORITIES.map((priority) => [priority, PRIORITY_TITLES[priority]])}
          chosen={condition.in}
          error={problem("in")}
          onChange={(chosen) => onChange({ ...condition, in: chosen })}
        />
      );
    case "kind":
      return (
        <Ticks
          options={Object.entries(KIND_TITLES) as [keyof typeof KIND_TITLES, string][]}
          chosen={condition.in}
          error={problem("in")}
          onChange={(chosen) => onChange({ ...condition, in: chosen })}
        />
      );
    case "language":
    case "community":
      return (
        <Words
          label={
            condition.field === "language" ? "Language codes, between commas" : "Communities, between commas"
          }
          words={condition.in}
          error={problem("in")}
          onChange={(words) => onChange({ ...condition, in: words })}
        />
      );
    case "score":
    case "severity": {
      const limits =
        condition.field === "score" ? { min: 0, max: 1, step: 0.01 } : { min: 1, max: 5, step: 1 };
      return (
        <div className="grid grid-cols-2 gap-3">
          {(["from", "to"] as const).map((edge) => (
            <Field key={edge} label={edge === "from" ? "From" : "To"} error={problem(edge)}>
              <Input
                type="number"
                {...limits}
                value={Number.isNaN(condition[edge]) ? "" : condition[edge]}
                onChange={(event) => onChange({ ...condition, [edge]: event.target.valueAsNumber })}
              />
            </Field>
          ))}
        </div>
      );
    }
  }
}

interface WordsProps {
  label: string;
  hint?: string;
  words: string[];
  error?: string;
  onChange: (words: string[]) => void;
}

/** Several words in one field. */
export function Words({ label, hint, words, error, onChange }: WordsProps) {
  const [typed, setTyped] = useState(words.join(", "));
  return (
    <Field label={label} hint={hint} error={error}>
      <Input
        value={typed}
        spellCheck={false}
        autoComplete="off"
        maxLength={2000}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(listOf(event.target.value));
        }}
      />
    </Field>
  );
}
