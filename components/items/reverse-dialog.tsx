"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Select, Textarea } from "#components/ui/field";
import { Options } from "#components/ui/options";
import { ApiError, request } from "#lib/client/fetch";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/terms";

interface ReverseDialogProps {
  itemId: string;
  /** What the item gets: the other one than what is in force. */
  outcome: "APPROVE" | "BLOCK";
  /** The likeliest category, marked first when the post is taken down. */
  likely: Category | null;
  /** Items that were decided together with this one, this one included. */
  together: number;
  onClose: () => void;
}

/** Turns a decision round after its undo window, with the reason on record. */
export function ReverseDialog({ itemId, outcome, likely, together, onClose }: ReverseDialogProps) {
  const [note, setNote] = useState("");
  const [category, setCategory] = useState<Category>(likely ?? "toxicity");
  const [all, setAll] = useState(together > 1);
  const form = useId();
  const client = useQueryClient();
  const reverse = useMutation({
    mutationFn: () =>
      request(`/api/desk/items/${encodeURIComponent(itemId)}/reverse`, {
        method: "POST",
        body: { decision: outcome, categories: outcome === "BLOCK" ? [category] : [], note, together: all },
      }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ["items"] });
    },
  });
  const blocks = outcome === "BLOCK";
  const { error } = reverse;
  const aboutNote = error instanceof ApiError ? error.fieldMessage("/note") : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={blocks ? "Take the post down after all" : "Put the post back"}
      description="It takes effect at once. What was decided before stays in the history and in the audit log."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant={blocks ? "block" : "approve"}
            busy={reverse.isPending}
            disabled={note.trim() === ""}
          >
            {blocks ? "Take it down" : "Put it back"}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          reverse.mutate();
        }}
      >
        {blocks && (
          <Field label="Rule that it breaks">
            <Select value={category} onChange={(event) => setCategory(event.target.value as Category)}>
              <Options values={CATEGORIES} words={CATEGORY_TITLES} />
            </Select>
          </Field>
        )}
        {together > 1 && (
          <Checkbox
            checked={all}
            onChange={(event) => setAll(event.target.checked)}
            label={`All ${together} items that were decided together`}
            hint="All of them or, if one cannot be, none."
          />
        )}
        <Field
          label="Why"
          hint="For colleagues and the record; the author does not read it."
          error={aboutNote}
        >
          <Textarea
            rows={3}
            required
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        {error && !aboutNote && (
          <Notice tone="error" title="It was not reversed">
            {error.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
