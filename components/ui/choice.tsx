"use client";

import clsx from "clsx";
import { Check } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

interface ChoiceProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean;
}

function Label({ label, hint, hideLabel }: Pick<ChoiceProps, "label" | "hint" | "hideLabel">) {
  return (
    <span className={clsx("flex min-w-0 flex-col text-sm", hideLabel && "sr-only")}>
      <span>{label}</span>
      {hint && <span className="text-faint text-xs">{hint}</span>}
    </span>
  );
}

export function Checkbox({ label, hint, hideLabel, className, ...rest }: ChoiceProps) {
  return (
    <label className={clsx("inline-flex items-start gap-2 has-disabled:opacity-55", className)}>
      <span className="relative mt-0.5 inline-grid size-4 shrink-0">
        <input
          {...rest}
          type="checkbox"
          className="peer size-4 appearance-none rounded-sm border border-line-strong bg-raised checked:border-accent checked:bg-accent"
        />
        <Check
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute inset-0.5 size-3 text-on-accent opacity-0 peer-checked:opacity-100"
        />
      </span>
      <Label label={label} hint={hint} hideLabel={hideLabel} />
    </label>
  );
}

/** For settings that act at once; a checkbox is for what is saved later. */
export function Switch({ label, hint, hideLabel, className, ...rest }: ChoiceProps) {
  return (
    <label className={clsx("inline-flex items-start gap-2.5 has-disabled:opacity-55", className)}>
      <span className="relative mt-0.5 inline-flex h-4.5 w-8 shrink-0">
        <input
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
          role="switch"
          className="peer h-4.5 w-8 appearance-none rounded-full border border-line-strong bg-sunken motion-safe:transition-colors checked:border-accent checked:bg-accent"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-0.75 left-0.75 size-3 rounded-full bg-line-strong motion-safe:transition-transform peer-checked:translate-x-3.5 peer-checked:bg-on-accent"
        />
      </span>
      <Label label={label} hint={hint} hideLabel={hideLabel} />
    </label>
  );
}

/** The browser's range input, in the house's colours. Give it `min`, `max`, `step` and an accessible name. */
export function Slider({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return <input {...rest} type="range" className={clsx("h-5 w-full min-w-0 accent-accent", className)} />;
}
