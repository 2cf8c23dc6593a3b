"use client";

import { Search } from "lucide-react";
import { type FormEvent, useEffect, useRef } from "react";
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

const FIELDS: {
  name: Name;
  label: string;
  type?: string;
  pattern?: string;
  title?: string;
  most?: number;
}[] = [
  { name: "author", label: "Author" },
  { name: "contentId", label: "Content id" },
  { name: "id", label: "Item id" },
  {
    name: "hash",
    label: "SHA-256 of a file",
    pattern: "\\s*[0-9a-fA-F]{64}\\s*",
    title: "A SHA-256 has 64 hexadecimal digits.",
  },
  { name: "community", label: "Community" },
  { name: "language", label: "Language code", most: 10 },
  { name: "scoreFrom", label: "Highest score from", type: "number" },
  { name: "scoreTo", label: "Highest score to", type: "number" },
  { name: "from", label: "Received from", type: "date" },
  { name: "to", label: "Received until", type: "date" },
];

const NAMES = Object.keys(NO_FILTER) as Name[];

function fill(form: HTMLFormElement | null, filter: ItemFilter, names: Name[]) {
  for (const name of names) {
    const field = form?.elements.namedItem(name);
    if (field && "value" in field) field.value = filter[name];
  }
}

const fieldOf = (data: FormData, name: string) => String(data.get(name) ?? "").trim();

/** Narrows the list. Selects act at once, the rest on Enter or Apply; all of it is in the address. */
export function ItemFilters({ filter, onChange }: ItemFiltersProps) {
  const apply = (form: HTMLFormElement) => {
    if (!form.reportValidity()) return;
    const data = new FormData(form);
    onChange(Object.fromEntries(NAMES.map((name) => [name, fieldOf(data, name)])) as ItemFilter);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  const form = useRef<HTMLFormElement>(null);
  const words = useRef<HTMLInputElement>(null);
  const last = useRef(filter);
  // A filter from elsewhere (a link, the back button) refills what it changes; focus and what is being typed stay.
  useEffect(() => {
    fill(
      form.current,
      filter,
      NAMES.filter((name) => filter[name] !== last.current[name]),
    );
    last.current = filter;
  }, [filter]);
  /** The button goes with the filter; focus goes to where the next one begins. */
  const clear = () => {
    fill(form.current, NO_FILTER, NAMES);
    words.current?.focus();
    onChange(NO_FILTER);
  };
  const narrowed = writeFilter(filter) !== "";
  const narrowedMore = FIELDS.some(({ name }) => filter[name] !== "");
  return (
    <form ref={form} onSubmit={submit} className="mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Words of the post" className="min-w-28 grow basis-28 sm:min-w-56">
          <Input
            ref={words}
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
        {narrowed && (
          <Button variant="ghost" onClick={clear}>
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
          {FIELDS.map(({ name, label, type = "text", most = 200, ...rest }) => (
            <Field key={name} label={label}>
              <Input
                name={name}
                type={type}
                defaultValue={filter[name]}
                spellCheck={false}
                maxLength={most}
                {...rest}
                {...(type === "number" ? { min: 0, max: 1, step: 0.01 } : {})}
              />
            </Field>
          ))}
        </div>
      </details>
    </form>
  );
}
