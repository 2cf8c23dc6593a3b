"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input, Select, Textarea } from "#components/ui/field";
import { Options } from "#components/ui/options";
import { useToast } from "#components/ui/toast";
import { ApiError } from "#lib/client/fetch";
import { useAddEntries } from "#lib/client/lists";
import { MOST_PASTED } from "#lib/domain/lists";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { LIST_ACTIONS, LIST_KINDS, type ListAction, type ListKind } from "#lib/domain/verdict";
import { HashFromFile } from "./hash-from-file";
import { ACTION_WORDS, KIND_WORDS } from "./list-filters";

const HINTS: Record<ListKind, string> = {
  keyword: `One word or phrase a line, up to ${MOST_PASTED}; whole words are matched.`,
  regex: `One pattern a line, in RE2 syntax: no look-around, no back-references. Case is ignored.`,
  sha256: "One SHA-256 a line, 64 hexadecimal digits. Finds files that are the same to the last bit.",
  pdq: "One PDQ hash a line, 64 hexadecimal digits. Finds pictures and film frames that look alike, turned or mirrored too.",
};

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Which lines were refused and why. */
function lineProblems(error: ApiError, lines: string[]): string[] {
  return error.errors.flatMap(({ pointer, message }) => {
    const index = /^\/entries\/(\d+)\//.exec(pointer)?.[1];
    return index === undefined ? [] : [`${lines[Number(index)] ?? `Line ${Number(index) + 1}`}: ${message}`];
  });
}

/** Adds one entry or a pasted list of them. */
export function AddEntriesDialog({ onClose }: { onClose: () => void }) {
  const add = useAddEntries();
  const toast = useToast();
  const form = useId();
  const first = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<ListKind>("keyword");
  const [text, setText] = useState("");
  const lines = linesOf(text);
  const problem = add.error instanceof ApiError ? add.error : null;
  const problems = problem ? lineProblems(problem, lines) : [];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    add.mutate(
      {
        entries: lines.map((value) => ({ kind, value })),
        category: fields.get("category") as Category,
        action: fields.get("action") as ListAction,
        note: String(fields.get("note")),
      },
      {
        onSuccess: ({ added, skipped }) => {
          const known = skipped > 0 ? ` ${skipped} were in force already.` : "";
          toast.show({ tone: "success", message: `${added} added.${known}` });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add entries"
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            busy={add.isPending}
            disabled={lines.length === 0}
          >
            {lines.length > 1 ? `Add ${lines.length} entries` : "Add"}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {problem && problems.length === 0 && <Notice tone="error">{problem.message}</Notice>}
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label="Kind">
            <Select value={kind} onChange={(event) => setKind(event.target.value as ListKind)}>
              <Options values={LIST_KINDS} words={KIND_WORDS} />
            </Select>
          </Field>
          <Field label="Action">
            <Select name="action" defaultValue="flag">
              <Options values={LIST_ACTIONS} words={ACTION_WORDS} />
            </Select>
          </Field>
          <Field label="Category">
            <Select name="category" defaultValue="spam">
              <Options values={CATEGORIES} words={CATEGORY_TITLES} />
            </Select>
          </Field>
        </div>
        <Field
          label="Entries"
          hint={HINTS[kind]}
          error={problems.length > 0 ? problems.slice(0, 5).join(" ") : undefined}
          aside={lines.length > 0 && `${lines.length}`}
        >
          <Textarea
            ref={first}
            rows={6}
            required
            value={text}
            spellCheck={false}
            className={kind === "keyword" ? undefined : "font-mono"}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {(kind === "sha256" || kind === "pdq") && (
          <HashFromFile
            kind={kind}
            onHash={(hash) => setText((known) => [known.trim(), hash].join("\n").trim())}
          />
        )}
        <Field label="Note (optional)" hint="Why, for whoever finds the entry in a year.">
          <Input name="note" maxLength={300} />
        </Field>
      </form>
    </Dialog>
  );
}
