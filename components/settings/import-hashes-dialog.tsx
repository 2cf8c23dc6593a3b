"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input, Select } from "#components/ui/field";
import { Options } from "#components/ui/options";
import { useImportExchange } from "#lib/client/lists";
import { LARGEST_EXCHANGE } from "#lib/domain/lists";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { ACTION_WORDS } from "./list-filters";

const plural = (count: number, one: string) =>
  `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** Takes in a file of hashes as ThreatExchange tools write it, and says what became of its rows. */
export function ImportHashesDialog({ onClose }: { onClose: () => void }) {
  const { mutate, isPending, error, data } = useImportExchange();
  const form = useId();
  const [tooLarge, setTooLarge] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const file = fields.get("file") as File;
    setTooLarge(file.size > LARGEST_EXCHANGE * 0.95);
    if (file.size > LARGEST_EXCHANGE * 0.95) return;
    mutate({
      csv: await file.text(),
      category: fields.get("category") as Category,
      action: fields.get("action") as "block" | "flag",
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Import hashes"
      footer={
        <>
          <Button onClick={onClose}>{data ? "Done" : "Cancel"}</Button>
          <Button variant="primary" type="submit" form={form} busy={isPending}>
            Import
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {error && <Notice tone="error">{error.message}</Notice>}
        {tooLarge && (
          <Notice tone="error">The file is larger than 8 MB; split it and import the parts.</Notice>
        )}
        {data && (
          <Notice tone={data.problems > 0 ? "warning" : "success"}>
            {data.added} added, {data.skipped} in force already.
            {data.problems > 0 &&
              ` ${plural(data.problems, "row")} left out; line ${data.errors[0]?.line}: ${data.errors[0]?.message}`}
          </Notice>
        )}
        <Field
          label="File"
          hint="CSV as ThreatExchange tools write it: collab, signal_type, signal_str, category, tags. PDQ and SHA-256 are taken."
        >
          <Input name="file" type="file" accept=".csv,text/csv" required className="py-1" />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Known-bad hashes">
            <Select name="action" defaultValue="flag">
              <Options values={["flag", "block"]} words={ACTION_WORDS} />
            </Select>
          </Field>
          <Field label="Category">
            <Select name="category" defaultValue="violence">
              <Options values={CATEGORIES} words={CATEGORY_TITLES} />
            </Select>
          </Field>
        </div>
        <p className="text-faint text-sm">
          Disputed hashes and mere hints only flag; known harmless ones let pass.
        </p>
      </form>
    </Dialog>
  );
}
