"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Field, Input } from "#components/ui/field";

interface CopyFieldProps {
  label: string;
  value: string;
}

/** A value to take away: selected on focus, copied by a button. */
export function CopyField({ label, value }: CopyFieldProps) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    // Without https there is no clipboard; the selected text can still be copied by hand.
    await navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => {},
    );
  }
  return (
    <div className="flex items-end gap-2">
      <Field label={label} className="grow">
        <Input readOnly value={value} onFocus={(event) => event.target.select()} className="font-mono" />
      </Field>
      <Button
        onClick={copy}
        icon={copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
