import { Field, Select } from "#components/ui/field";

interface SpanSelectProps {
  /** Days to choose from. */
  spans: readonly number[];
  days: number;
  onChange: (days: number) => void;
}

/** Chooses how many days figures reach back. */
export function SpanSelect({ spans, days, onChange }: SpanSelectProps) {
  return (
    <Field label="Time" hideLabel>
      <Select value={days} onChange={(event) => onChange(Number(event.target.value))}>
        {spans.map((span) => (
          <option key={span} value={span}>
            Last {span} days
          </option>
        ))}
      </Select>
    </Field>
  );
}
