"use client";

import clsx from "clsx";
import { ChevronDown, CircleAlert } from "lucide-react";
import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from "react";

interface ControlProps {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

export interface FieldProps {
  label: ReactNode;
  /** One sentence of help, read with the control. */
  hint?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: ReactNode;
  /** Shown at the right of the label, e.g. a character count. */
  aside?: ReactNode;
  hideLabel?: boolean;
  className?: string;
  /** One control; it receives id, aria-describedby and aria-invalid. */
  children: ReactElement<ControlProps>;
}

export function Field({ label, hint, error, aside, hideLabel, className, children }: FieldProps) {
  const own = useId();
  const id = children.props.id ?? own;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <div className={clsx("flex items-baseline justify-between gap-3", hideLabel && "sr-only")}>
        <label htmlFor={id} className="font-medium text-soft text-xs">
          {label}
        </label>
        {aside && <span className="tabular text-faint text-xs">{aside}</span>}
      </div>
      {cloneElement(children, {
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-faint text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-block-ink text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

const CONTROL =
  "w-full min-w-0 rounded-md border border-line-strong bg-raised px-2.5 text-ink text-sm shadow-panel placeholder:text-faint focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-block pointer-coarse:text-lg";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(CONTROL, "h-8 touchable", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={4} dir="auto" {...rest} className={clsx(CONTROL, "resize-y py-1.5", className)} />;
}

/** The browser's own select: best on phones and with screen readers, and in need of no script. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={clsx("relative inline-flex min-w-0", className)}>
      <select {...rest} className={clsx(CONTROL, "h-8 appearance-none truncate pr-7 touchable")}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-faint"
      />
    </span>
  );
}
