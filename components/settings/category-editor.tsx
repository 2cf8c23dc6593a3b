"use client";

import { Badge } from "#components/ui/badge";
import { Switch } from "#components/ui/choice";
import { Field, Input, Select, Textarea } from "#components/ui/field";
import type { CategoryPolicy } from "#lib/domain/policy";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { ClauseList } from "./clause-list";
import { ThresholdInput } from "./threshold-input";
import { setThreshold, setWarning, type ThresholdField } from "./thresholds";

const SEVERITIES = ["1, nuisance", "2, minor", "3, serious", "4, severe", "5, grave"];
/** Where "the machine may block" starts from when it is switched on. */
const CAREFUL_BLOCK = 0.97;

interface CategoryEditorProps {
  category: Category;
  entry: CategoryPolicy;
  /** The ids of all clauses of the policy. */
  taken: readonly string[];
  /** Whether it differs from the policy in force. */
  changed: boolean;
  onChange: (entry: CategoryPolicy) => void;
}

/** The thresholds of one category, how grave it is, and its rule in words. */
export function CategoryEditor({ category, entry, taken, changed, onChange }: CategoryEditorProps) {
  const title = CATEGORY_TITLES[category];
  const blocks = entry.block < 1;
  const threshold = (field: ThresholdField) => (value: number) => onChange(setThreshold(entry, field, value));
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface px-4 py-3 shadow-panel">
      <header className="mb-2 flex items-center justify-between gap-3">
        <h2 className="font-semibold text-sm">{title}</h2>
        {changed && <Badge tone="accent">Changed</Badge>}
      </header>
      <div className="flex flex-col gap-1.5">
        <ThresholdInput label="Review from" of={title} value={entry.review} onChange={threshold("review")} />
        {blocks && (
          <ThresholdInput label="Block from" of={title} value={entry.block} onChange={threshold("block")} />
        )}
        {entry.warn !== undefined && (
          <ThresholdInput label="Warn from" of={title} value={entry.warn} onChange={threshold("warn")} />
        )}
      </div>
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        <Switch
          label="The machine may block"
          checked={blocks}
          onChange={(event) =>
            onChange(
              setThreshold(
                entry,
                "block",
                event.target.checked ? Math.max(CAREFUL_BLOCK, Math.min(entry.review, 0.999)) : 1,
              ),
            )
          }
        />
        <Switch
          label="Warning label"
          checked={entry.warn !== undefined}
          onChange={(event) => onChange(setWarning(entry, event.target.checked))}
        />
      </div>
      <details className="mt-3">
        <summary className="text-faint text-xs hover:text-ink">
          Rule {entry.clause}, severity {entry.severity}
        </summary>
        <div className="mt-3 grid gap-3 sm:grid-cols-[7rem_10rem_1fr]">
          <Field label="Clause">
            <Input
              value={entry.clause}
              maxLength={20}
              required
              onChange={(event) => onChange({ ...entry, clause: event.target.value })}
            />
          </Field>
          <Field label="Severity">
            <Select
              value={entry.severity}
              onChange={(event) => onChange({ ...entry, severity: Number(event.target.value) })}
            >
              {SEVERITIES.map((words, i) => (
                <option key={words} value={i + 1}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Rule, as people affected read it">
            <Textarea
              rows={2}
              maxLength={300}
              required
              value={entry.rule}
              onChange={(event) => onChange({ ...entry, rule: event.target.value })}
            />
          </Field>
        </div>
      </details>
      <ClauseList category={category} entry={entry} taken={taken} onChange={onChange} />
    </section>
  );
}
