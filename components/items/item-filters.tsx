"use client";

import { type FormEvent, useId } from "react";
import { Button } from "#components/ui/button";
import { Field, Input, Select } from "#components/ui/field";
import { type ItemFilter, writeFilter } from "#lib/client/items";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/taxonomy";

export interface ItemFiltersProps {
  filter: ItemFilter;
  onChange: (filter: ItemFilter) => void;
}

const NOTHING: ItemFilter = { decision: "", state: "", category: "", author: "", contentId: "" };

/** Narrows the list. Selects act at once, text fields on Enter or when left. */
export function ItemFilters({ filter, onChange }: ItemFiltersProps) {
  const form = useId();
  const change = (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) => {
    const { name, value } = event.currentTarget;
    if (filter[name as keyof ItemFilter] !== value.trim()) onChange({ ...filter, [name]: value.trim() });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    onChange({ ...filter, author: text("author"), contentId: text("contentId") });
  };
  return (
    <form
      id={form}
      // A filter from elsewhere (a link, the back button) refills the fields.
      key={writeFilter(filter)}
      onSubmit={submit}
      className="mb-4 grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[repeat(3,minmax(0,1fr))_minmax(0,1.2fr)_minmax(0,1.2fr)_auto]"
    >
      <Field label="Decision">
        <Select name="decision" defaultValue={filter.decision} onChange={change}>
          <option value="">Any</option>
          <option value="APPROVE">Approved</option>
          <option value="FLAG">Flagged</option>
          <option value="BLOCK">Blocked</option>
        </Select>
      </Field>
      <Field label="State">
        <Select name="state" defaultValue={filter.state} onChange={change}>
          <option value="">Any</option>
          <option value="received">Not judged yet</option>
          <option value="in_review">With a person</option>
          <option value="decided">Decided</option>
        </Select>
      </Field>
      <Field label="Decided by category">
        <Select name="category" defaultValue={filter.category} onChange={change}>
          <option value="">Any</option>
          {CATEGORIES.map((category) => (
            <option key={category} value={category}>
              {CATEGORY_TITLES[category]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Author">
        <Input
          name="author"
          defaultValue={filter.author}
          onBlur={change}
          maxLength={200}
          spellCheck={false}
        />
      </Field>
      <Field label="Content id">
        <Input
          name="contentId"
          defaultValue={filter.contentId}
          onBlur={change}
          maxLength={200}
          spellCheck={false}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit">Apply</Button>
        {writeFilter(filter) !== "" && (
          <Button variant="ghost" onClick={() => onChange(NOTHING)}>
            Clear
          </Button>
        )}
      </div>
    </form>
  );
}
