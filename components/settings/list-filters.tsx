"use client";

import { ChoiceSelect } from "#components/ui/choice-select";
import { Field, Input } from "#components/ui/field";
import type { ListQuery } from "#lib/domain/lists";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { LIST_ACTIONS, LIST_KINDS } from "#lib/domain/verdict";

type Filter = Omit<ListQuery, "cursor">;

export const ACTION_WORDS = { block: "Block", flag: "Flag for a person", allow: "Let pass" } as const;
export const KIND_WORDS = {
  keyword: "Keyword",
  regex: "Pattern",
  sha256: "Exact file",
  pdq: "Picture",
} as const;

interface ListFiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function ListFilters({ filter, onChange }: ListFiltersProps) {
  const set = (change: Record<string, string>) => onChange({ ...filter, ...change } as Filter);
  const choice = (name: keyof Filter, label: string, options: [string, string][]) => (
    <ChoiceSelect
      label={label}
      none="All"
      options={options}
      value={filter[name] ?? ""}
      onChange={(event) => set({ [name]: event.target.value })}
      className="grow sm:grow-0"
    />
  );
  return (
    <search className="mb-4 flex flex-wrap items-end gap-3">
      <Field label="Search" className="min-w-48 grow">
        <Input
          type="search"
          maxLength={200}
          value={filter.q ?? ""}
          onChange={(event) => set({ q: event.target.value })}
        />
      </Field>
      {choice(
        "kind",
        "Kind",
        LIST_KINDS.map((kind) => [kind, KIND_WORDS[kind]]),
      )}
      {choice(
        "action",
        "Action",
        LIST_ACTIONS.map((action) => [action, ACTION_WORDS[action]]),
      )}
      {choice(
        "category",
        "Category",
        CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]]),
      )}
    </search>
  );
}
