"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Select, Textarea } from "#components/ui/field";
import { Ticks } from "#components/ui/ticks";
import { useAddGolden } from "#lib/client/quality";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/terms";

interface GoldenDialogProps {
  itemId: string;
  /** What is in force, offered as the right answer. */
  decision: "APPROVE" | "BLOCK";
  likely: Category[];
  onClose: () => void;
}

/** Makes an item one whose right answer is known: copies of it are mixed into the work of those who do not know it. */
export function GoldenDialog({ itemId, decision, likely, onClose }: GoldenDialogProps) {
  const [answer, setAnswer] = useState(decision);
  const [categories, setCategories] = useState(likely);
  const [note, setNote] = useState("");
  const form = useId();
  const blocks = answer === "BLOCK";
  const add = useAddGolden();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Make this a golden item"
      description="Choose posts whose right answer is beyond doubt. Copies look like any other item; you and whoever decided this one never get them."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={add.isPending}
            disabled={blocks && categories.length === 0}
          >
            Make it golden
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { itemId, decision: answer, categories: blocks ? categories : [], note };
          add.mutate(body, { onSuccess: onClose });
        }}
      >
        <Field label="Right answer">
          <Select value={answer} onChange={(event) => setAnswer(event.target.value as typeof answer)}>
            <option value="APPROVE">Approve: it stays</option>
            <option value="BLOCK">Block: it breaks a rule</option>
          </Select>
        </Field>
        {blocks && (
          <fieldset>
            <legend className="mb-1 font-medium text-soft text-xs">
              Rules that it breaks; one of them is enough
            </legend>
            <Ticks
              options={CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]] as const)}
              chosen={categories}
              onChange={setCategories}
            />
          </fieldset>
        )}
        <Field label="Why it is beyond doubt (optional)" hint="For leads; reviewers never see it.">
          <Textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {add.error && (
          <Notice tone="error" title="It was not added">
            {add.error.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
