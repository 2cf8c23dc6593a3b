"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/feedback";
import { Field, Select } from "#components/ui/field";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useCheckImport, useStartImport } from "#lib/client/imports";
import {
  FIELD_TITLES,
  hasContent,
  IMPORT_FIELDS,
  type ImportCheck,
  type ImportDetail,
  type ImportField,
  type ImportMapping,
} from "#lib/domain/imports";

const HINTS: Partial<Record<ImportField, string>> = {
  text: "A row needs a text, or the address of a picture, a sound or a film.",
  image_url: "The workers fetch it, from public addresses alone.",
  content_id: "Without one, a row is known by its place in the file.",
};

/** Which column holds what, with the first rows beside it, a dry run, and the start. */
export function MappingForm({ detail: { import: found, sample } }: { detail: ImportDetail }) {
  const [mapping, setMapping] = useState<ImportMapping>(found.mapping);
  const check = useCheckImport(found.id);
  const start = useStartImport(found.id);
  const problem = check.error ?? start.error;
  const chosen = Object.fromEntries(
    Object.entries(mapping).filter(([, column]) => column !== ""),
  ) as ImportMapping;
  const ready = hasContent(chosen);
  const set = (field: string, column: string) => {
    check.reset();
    setMapping({ ...mapping, [field]: column });
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {IMPORT_FIELDS.map((field) => (
          <Field key={field} label={FIELD_TITLES[field]} hint={HINTS[field]}>
            <Select value={mapping[field] ?? ""} onChange={(event) => set(field, event.target.value)}>
              <option value="">None</option>
              {found.columns.map((column) => (
                <option key={column} value={column}>
                  {column}
                </option>
              ))}
            </Select>
          </Field>
        ))}
      </div>
      {sample.length > 0 && <Sample columns={found.columns} rows={sample} />}
      {problem && <Notice tone="error">{problem.message}</Notice>}
      {check.data && <CheckResult check={check.data} />}
      <div className="flex flex-wrap gap-2">
        <Button disabled={!ready} busy={check.isPending} onClick={() => check.mutate(chosen)}>
          Dry run
        </Button>
        <Button
          variant="primary"
          disabled={!ready}
          busy={start.isPending}
          onClick={() => start.mutate(chosen)}
        >
          Start the import
        </Button>
      </div>
    </div>
  );
}

function Sample({ columns, rows }: { columns: string[]; rows: Record<string, string>[] }) {
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <Table label="First rows">
        <Thead>
          <tr>
            {columns.map((column) => (
              <Th key={column}>{column}</Th>
            ))}
          </tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <Td key={column} className="max-w-64">
                  <span className="line-clamp-2 text-soft">{row[column]}</span>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

function CheckResult({ check: { rows, good, refused, repeated, errors } }: { check: ImportCheck }) {
  const figure = (count: number) => count.toLocaleString("en");
  return (
    <Notice
      tone={refused > 0 ? "warning" : "success"}
      title={`${figure(rows)} rows: ${figure(good)} good, ${figure(refused)} would be refused`}
    >
      {repeated > 0 && <p>{figure(repeated)} repeat the content id of a row before them.</p>}
      {errors.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {errors.map(({ row, error }) => (
            <li key={row} className="tabular">
              Row {figure(row)}: {error}
            </li>
          ))}
        </ul>
      )}
      {refused === 0 && repeated === 0 && <p>Nothing was stored.</p>}
    </Notice>
  );
}
