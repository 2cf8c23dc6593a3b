import { Checkbox } from "./choice";

interface TicksProps<Value extends string> {
  /** Value and words of each, in the order to show. */
  options: readonly (readonly [Value, string])[];
  chosen: readonly Value[];
  error?: string;
  onChange: (chosen: Value[]) => void;
}

/** Any of a few, ticked. */
export function Ticks<Value extends string>({ options, chosen, error, onChange }: TicksProps<Value>) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-3 gap-y-2">
        {options.map(([value, title]) => (
          <Checkbox
            key={value}
            label={title}
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
        ))}
      </div>
      {error && <p className="text-block-ink text-xs">{error}</p>}
    </div>
  );
}
