"use client";

import { ChoiceSelect } from "#components/ui/choice-select";
import { Field, Input } from "#components/ui/field";
import { AUDIT_ACTIONS, AUDIT_TITLES, type AuditQuery } from "#lib/domain/audit";

type Filter = Omit<AuditQuery, "before">;

interface AuditFiltersProps {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function AuditFilters({ filter, onChange }: AuditFiltersProps) {
  const text = (name: keyof Filter, label: string, rest: { type?: string; placeholder?: string } = {}) => (
    <Field label={label} className="min-w-32 grow sm:grow-0">
      <Input
        {...rest}
        maxLength={80}
        value={filter[name] ?? ""}
        onChange={(event) => onChange({ ...filter, [name]: event.target.value.trim() || undefined })}
      />
    </Field>
  );
  return (
    <search className="mb-4 flex flex-wrap items-end gap-3">
      <ChoiceSelect
        label="What"
        none="Everything"
        options={AUDIT_ACTIONS.map((action) => [action, AUDIT_TITLES[action]])}
        value={filter.action ?? ""}
        onChange={(event) =>
          onChange({ ...filter, action: (event.target.value || undefined) as Filter["action"] })
        }
        className="min-w-48 grow sm:grow-0"
      />
      {text("actor", "By (id)", { placeholder: "usr_… or machine" })}
      {text("subject", "About (id)", { placeholder: "itm_…" })}
      {text("from", "From (UTC)", { type: "date" })}
      {text("to", "Until (UTC)", { type: "date" })}
    </search>
  );
}
