"use client";

import { useId } from "react";
import { Slider } from "#components/ui/choice";
import { Input } from "#components/ui/field";
import { fromPercent, toPercent } from "./thresholds";

interface ThresholdInputProps {
  label: string;
  /** The category, for the accessible name. */
  of: string;
  /** In [0, 1]. */
  value: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** One threshold as a slider and a number in percent. */
export function ThresholdInput({ label, of, value, disabled, onChange }: ThresholdInputProps) {
  const id = useId();
  const shared = {
    min: 0,
    max: 100,
    disabled,
    value: toPercent(value),
    onChange: (event: { target: { value: string } }) => onChange(fromPercent(Number(event.target.value))),
  };
  return (
    <div className="grid grid-cols-[4.5rem_1fr_5.5rem] items-center gap-3">
      <label htmlFor={id} className="text-soft text-xs">
        {label}
      </label>
      <Slider {...shared} step={1} aria-label={`${of}: ${label.toLowerCase()}, slider`} />
      <span className="flex items-center gap-1">
        <Input
          {...shared}
          id={id}
          type="number"
          step="any"
          aria-label={`${of}: ${label.toLowerCase()} in percent`}
          className="tabular text-right"
        />
        <span aria-hidden className="text-faint text-xs">
          %
        </span>
      </span>
    </div>
  );
}
