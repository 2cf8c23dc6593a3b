"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field, Textarea } from "#components/ui/field";
import { Kbd } from "#components/ui/kbd";

/** The usual reasons to hand an item to the leads, by number. */
export const ESCALATION_REASONS = [
  "Not sure which rule applies.",
  "Somebody may be in danger.",
  "Needs context that is not shown here.",
  "A legal question.",
] as const;

/** The usual reasons to leave an item to a colleague, by number. */
export const SKIP_REASONS = [
  "Not a language I read well.",
  "I know somebody who is part of this.",
  "I would rather not look at this today.",
  "It does not show as it should.",
] as const;

export interface ReasonDialogProps {
  title: string;
  description: string;
  reasons: readonly string[];
  /** Asks for words where none were given. */
  missing: string;
  verb: string;
  /** Above the reasons. */
  children?: ReactNode;
  open: boolean;
  onClose: () => void;
  onSend: (reason: string) => void;
}

/** Passes an item on: one key for a usual reason, or words of one's own. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, description, reasons, missing, verb, open, onClose, onSend, children } = props;
  const [reason, setReason] = useState("");
  const [empty, setEmpty] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const submit = () => {
    if (reason.trim() === "") return setEmpty(true);
    onSend(reason.trim());
    setReason("");
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="sm"
      title={title}
      description={description}
      initialFocus={first}
    >
      {children}
      <ul className="flex flex-col gap-1.5">
        {reasons.map((usual, index) => (
          <li key={usual}>
            <Button
              ref={index === 0 ? first : undefined}
              className="w-full justify-start"
              onClick={() => onSend(usual)}
            >
              <Kbd>{index + 1}</Kbd> {usual}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="mt-4 flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="In your own words" error={empty ? missing : undefined}>
          <Textarea
            rows={2}
            maxLength={300}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setEmpty(false);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
            }}
          />
        </Field>
        <Button type="submit" variant="primary" className="self-end">
          {verb}
        </Button>
      </form>
    </Dialog>
  );
}
