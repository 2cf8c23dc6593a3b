import type { ComponentProps } from "react";
import { Field, Select } from "./field";

export interface ChoiceSelectProps extends Omit<ComponentProps<"select">, "children"> {
  label: string;
  /** Value and words of each choice, in the order to show. */
  options: readonly (readonly [value: string, words: string])[];
  /** What choosing nothing is called; its value is the empty string. */
  none?: string;
}

/** A labelled select over a few choices, or none of them: filters and "as usual" settings. */
export function ChoiceSelect({ label, options, none = "Any", className, ...rest }: ChoiceSelectProps) {
  return (
    <Field label={label} className={className}>
      <Select {...rest}>
        <option value="">{none}</option>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}
