"use client";

import { Search } from "lucide-react";
import type { FormEvent } from "react";
import { Button } from "#components/ui/button";
import { ChoiceSelect } from "#components/ui/choice-select";
import { Field, Input } from "#components/ui/field";
import { type ItemFilter, NO_FILTER, writeFilter } from "#lib/client/items";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/taxonomy";

export interface ItemFiltersProps {
  filter: ItemFilter;
  onChange: (filter: ItemFilter) => void;
}

type Name = keyof ItemFilter;

const CHOICES: { name: Name; label: string; options: [value: string, label: string][] }[] = [
  {
    name: "decision",
    label: "Decision",
    options: [
      ["APPROVE", "Approved"],
      ["FLAG", "Flagged"],
      ["BLOCK", "Blocked"],
    ],
  },
  {
    name: "state",
    label: "State",
    options: [
      ["received", "Not judged yet"],
      ["in_review", "With a person"],
      ["decided", "Decided"],
    ],
  },
  {
    name: "category",
    label: "Decided by category",
    options: CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]]),
  },
  {
    name: "decidedBy",
    label: "Decided by",
    options: [
      ["machine", "The machine"],
      ["person", "A person"],
    ],
  },
];

const FIELDS: { name: Name; label: string; type?: string; hint?: string }[] = [
  { name: "author", label: "Author" },
  { name: "contentId", label: "Content id" },
  { name: "id", label: "Item id" },
  { name: "hash", label: "SHA-256 of a file" },
  { name: "community", label: "Community" },
  { name: "language", label: "Language code" },
  { name: "scoreFrom", label: "Highest score from", type: "number" },
  { name: "scoreTo", label: "Highest score to", type: "number" },
  { name: "from", label: "Received from", type: "date" },
  { name: "to", label: "Received until", type: "date" },
];

const fieldOf = (data: FormData, name: string) => String(data.get(name) ?? "").trim();

/** Narrows the list. Selects act at once, the rest on Enter or Apply; all of it is in the address. */
export function ItemFilters({ filter, onChange }: ItemFiltersProps) {
  const apply = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const names = Object.keys(NO_FILTER) as Name[];
    onChange(Object.fromEntries(names.map((name) => [name, fieldOf(data, name)])) as ItemFilter);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  const narrowedMore = FIELDS.some(({ name }) => filter[name] !== "");
  return (
    <form
      // A filter from elsewhere (a link, the back button) refills the fields.
      key={writeFilter(filter)}
      onSubmit={submit}
      className="mb-4 flex flex-col gap-3"
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Words of the post" className="min-w-56 grow">
          <Input
            name="words"
            type="search"
            defaultValue={filter.words}
            placeholder='wording, "exact words", -without'
            maxLength={200}
          />
        </Field>
        <Button type="submit" icon={<Search aria-hidden className="size-4" />}>
          Search
        </Button>
        {writeFilter(filter) !== "" && (
          <Button variant="ghost" onClick={() => onChange(NO_FILTER)}>
            Clear
          </Button>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {CHOICES.map(({ name, label, options }) => (
          <ChoiceSelect
            key={name}
            label={label}
            options={options}
            name={name}
            defaultValue={filter[name]}
            onChange={(event) => event.currentTarget.form && apply(event.currentTarget.form)}
          />
        ))}
      </div>
      <details open={narrowedMore}>
        <summary className="w-fit text-soft text-sm">More filters</summary>
        <div className="mt-3 grid grid-cols-2 gap-3 lg:grid-cols-5">
          {FIELDS.map(({ name, label, type = "text" }) => (
            <Field key={name} label={label}>
              <Input
                name={name}
                type={type}
                defaultValue={filter[name]}
                spellCheck={false}
                maxLength={200}
                {...(type === "number" ? { min: 0, max: 1, step: 0.01 } : {})}
              />
            </Field>
          ))}
        </div>
      </details>
    </form>
  );
}
