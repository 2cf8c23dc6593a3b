"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { flushSync } from "react-dom";
import { Button, IconButton } from "#components/ui/button";
import { Field, Input, Select, Textarea } from "#components/ui/field";
import type { CategoryPolicy, PolicyClause } from "#lib/domain/policy";
import {
  clausesOf,
  fillMessage,
  MESSAGE_FIELDS,
  SEVERITY_WORDS,
  STANDARD_MESSAGE,
} from "#lib/domain/policy-tree";
import type { Category } from "#lib/domain/taxonomy";

/** As many as there are number keys. */
const MOST_CLAUSES = 9;

interface ClauseListProps {
  category: Category;
  entry: CategoryPolicy;
  /** The ids of all clauses of the policy: categories share letters, and an id must name one clause. */
  taken: readonly string[];
  onChange: (entry: CategoryPolicy) => void;
}

/** A free id next to those that are taken: `H-1`, `H-2`, `H-3`. */
export function nextClauseId(taken: readonly string[], clause: string): string {
  const stem = clause.replace(/\d+$/, "");
  const numbers = taken.map((id) => (id.startsWith(stem) ? Number(id.slice(stem.length)) || 0 : 0));
  return `${stem}${Math.max(0, ...numbers) + 1}`;
}

/** The clauses below a category: what reviewers choose from, and what authors are told. */
export function ClauseList({ category, entry, taken, onChange }: ClauseListProps) {
  const clauses = clausesOf(category, entry);
  const put = (next: PolicyClause[]) => onChange({ ...entry, clauses: next });
  const change = (index: number, part: Partial<PolicyClause>) =>
    put(clauses.map((clause, i) => (i === index ? { ...clause, ...part } : clause)));
  const list = useRef<HTMLOListElement>(null);
  const add = () => {
    const clause = {
      id: nextClauseId(taken, entry.clause),
      title: "New clause",
      rule: "Say what is not allowed.",
      severity: 2,
    };
    flushSync(() => put([...clauses, clause]));
    const title = list.current?.lastElementChild?.querySelector<HTMLInputElement>("[name=clause-title]");
    title?.focus();
    title?.select();
  };
  return (
    <details className="mt-3">
      <summary className="text-faint text-xs hover:text-ink">
        {clauses.length === 1 ? "1 clause" : `${clauses.length} clauses`} for reviewers to choose from
      </summary>
      <ol ref={list} className="mt-3 flex flex-col gap-4">
        {clauses.map((clause, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id is edited in place, and focus must stay in its field
          <li key={index} className="border-line border-s-2 ps-3">
            <ClauseFields
              clause={clause}
              onChange={(part) => change(index, part)}
              onRemove={clauses.length > 1 ? () => put(clauses.filter((_, i) => i !== index)) : undefined}
            />
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        className="mt-3"
        disabled={clauses.length >= MOST_CLAUSES}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={add}
      >
        Add a clause
      </Button>
    </details>
  );
}

interface ClauseFieldsProps {
  clause: PolicyClause;
  onChange: (part: Partial<PolicyClause>) => void;
  onRemove?: () => void;
}

function ClauseFields({ clause, onChange, onRemove }: ClauseFieldsProps) {
  const preview = fillMessage(clause.message || STANDARD_MESSAGE, {
    rule: clause.rule,
    clause: clause.id,
    content_id: "post-1",
    organization: "your site",
  });
  return (
    <div className="grid gap-3 sm:grid-cols-[6rem_minmax(0,1fr)_9rem_2.25rem]">
      <Field label="Clause id">
        <Input
          value={clause.id}
          maxLength={20}
          required
          onChange={(event) => onChange({ id: event.target.value })}
        />
      </Field>
      <Field label="Clause title">
        <Input
          name="clause-title"
          value={clause.title}
          maxLength={60}
          required
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Field>
      <Field label="Clause severity">
        <Select
          value={clause.severity}
          onChange={(event) => onChange({ severity: Number(event.target.value) })}
        >
          {SEVERITY_WORDS.map((word, i) => (
            <option key={word} value={i + 1}>
              {i + 1}, {word}
            </option>
          ))}
        </Select>
      </Field>
      <IconButton
        className="self-end"
        label={`Remove clause ${clause.id}`}
        disabled={!onRemove}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={onRemove}
      />
      <div className="grid gap-3 sm:col-span-4 sm:grid-cols-2">
        <Field label="Clause rule, as people affected read it">
          <Textarea
            rows={3}
            maxLength={300}
            required
            value={clause.rule}
            onChange={(event) => onChange({ rule: event.target.value })}
          />
        </Field>
        <Field
          label="Message to the author"
          hint={`Empty: the standard text. Fields: ${MESSAGE_FIELDS.map((field) => `{${field}}`).join(" ")}`}
        >
          <Textarea
            rows={2}
            maxLength={600}
            value={clause.message ?? ""}
            onChange={(event) => onChange({ message: event.target.value || undefined })}
          />
        </Field>
      </div>
      <p dir="auto" className="text-soft text-sm sm:col-span-4">
        <span className="text-faint text-xs">The author reads: </span>
        {preview}
      </p>
    </div>
  );
}
