"use client";

import { useEffect, useState } from "react";
import { Field, Select } from "#components/ui/field";
import { requestOwn } from "#lib/client/fetch";
import type { EscalationQueues } from "#lib/domain/desk";

interface EscalateToProps {
  /** Name of a queue, or null for the leads. */
  to: string | null;
  onChoose: (to: string | null) => void;
}

/** Who an item is handed to: the leads, or the specialists of a queue where others are named for one. */
export function EscalateTo({ to, onChoose }: EscalateToProps) {
  const [queues, setQueues] = useState<EscalationQueues["queues"]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    requestOwn<EscalationQueues>("/api/desk/tasks/escalations", { signal: stop.signal }).then(
      (answer) => setQueues(answer.queues),
      () => !stop.signal.aborted && setFailed(true),
    );
    return () => stop.abort();
  }, []);
  if (failed)
    return (
      <p className="mb-3 text-faint text-xs">Specialist queues could not be fetched; the leads are there.</p>
    );
  if (queues.length === 0) return null;
  return (
    <Field label="To" className="mb-3">
      <Select value={to ?? ""} onChange={(event) => onChoose(event.target.value || null)}>
        <option value="">The leads</option>
        {queues.map(({ name, people }) => (
          <option key={name} value={name}>
            Specialists of {name} ({people === 1 ? "1 person" : `${people} people`})
          </option>
        ))}
      </Select>
    </Field>
  );
}
