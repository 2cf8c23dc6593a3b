"use client";

import { useActionState, useState } from "react";
import { Button } from "#components/ui/button";
import { Field, Textarea } from "#components/ui/field";
import { plainDay } from "./plain-date";

const LONGEST = 2000;

interface Attempt {
  statement: string;
  problem: string | null;
}

export interface AppealFormProps {
  /** Files the appeal; a form action, so that it works before and without JavaScript. */
  file: (last: Attempt, form: FormData) => Promise<Attempt>;
  /** The last day to appeal, ISO 8601. */
  until: string;
}

export function AppealForm({ file, until }: AppealFormProps) {
  const [attempt, submit, busy] = useActionState(file, { statement: "", problem: null });
  const [length, setLength] = useState(0);
  return (
    <section aria-labelledby="appeal" className="mt-8 border-line border-t pt-7">
      <h2 id="appeal" className="font-semibold text-xl tracking-tight">
        Do you think this is wrong?
      </h2>
      <p className="mt-1.5 text-soft">
        Tell us why. A person who had no part in the decision will read it. You can do this once, until{" "}
        {plainDay(until)}.
      </p>
      <form action={submit} className="mt-4 flex flex-col gap-4">
        <Field
          label="In your own words"
          hint="Any language. What did you mean, and what did we miss?"
          aside={`${length.toLocaleString("en-GB")} of ${LONGEST.toLocaleString("en-GB")}`}
          error={attempt.problem}
        >
          <Textarea
            name="statement"
            rows={7}
            required
            maxLength={LONGEST}
            defaultValue={attempt.statement}
            onChange={(event) => setLength(event.target.value.length)}
            className="text-lg"
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy} className="self-start">
          Send my appeal
        </Button>
      </form>
    </section>
  );
}
