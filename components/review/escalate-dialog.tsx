"use client";

import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Field, Textarea } from "#components/ui/field";
import { Kbd } from "#components/ui/kbd";

/** The usual reasons, by number. */
export const ESCALATION_REASONS = [
  "Not sure which rule applies.",
  "Somebody may be in danger.",
  "Needs context that is not shown here.",
  "A legal question.",
] as const;

export interface EscalateDialogProps {
  open: boolean;
  onClose: () => void;
  onEscalate: (reason: string) => void;
}

/** Hands an item to the leads: one key for a usual reason, or words of one's own. */
export function EscalateDialog({ open, onClose, onEscalate }: EscalateDialogProps) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const submit = () => {
    if (reason.trim() === "") return setMissing(true);
    onEscalate(reason.trim());
    setReason("");
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="sm"
      title="Escalate to a lead"
      description="It leaves your desk and will not come back to you."
      initialFocus={first}
    >
      <ul className="flex flex-col gap-1.5">
        {ESCALATION_REASONS.map((usual, index) => (
          <li key={usual}>
            <Button
              ref={index === 0 ? first : undefined}
              className="w-full justify-start"
              onClick={() => onEscalate(usual)}
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
        <Field
          label="In your own words"
          error={missing ? "Say in a few words what the lead should look at." : undefined}
        >
          <Textarea
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
            }}
          />
        </Field>
        <Button type="submit" variant="primary" className="self-end">
          Escalate
        </Button>
      </form>
    </Dialog>
  );
}
