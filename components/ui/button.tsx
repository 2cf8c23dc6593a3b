import clsx from "clsx";
import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "approve" | "block";
export type ButtonSize = "sm" | "md" | "lg";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  secondary: "border border-line-strong/60 bg-raised text-ink shadow-panel hover:bg-hover",
  ghost: "text-soft hover:bg-hover hover:text-ink",
  approve: "bg-approve text-on-approve hover:bg-approve-strong",
  block: "bg-block text-on-block hover:bg-block-strong",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-7 gap-1.5 px-2.5 text-xs",
  md: "h-8 gap-2 px-3 text-sm",
  lg: "h-10 gap-2 px-4 text-base",
};

const BASE =
  "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium motion-safe:transition-colors touchable disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:not-aria-busy:cursor-not-allowed aria-disabled:not-aria-busy:opacity-55";

/** The look of a button, for links and other elements that act as one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "md") {
  return clsx(BASE, VARIANTS[variant], SIZES[size]);
}

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Shows a spinner and refuses further presses, without losing focus. */
  busy?: boolean;
}

export function Button({ variant, size, icon, busy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={clsx(buttonClass(variant, size), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" /> : icon}
      {children}
    </button>
  );
}

export interface LinkButtonProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
}

/** A link that looks like a button: for going somewhere, not for doing something. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={clsx(buttonClass(variant, size), className)}>
      {icon}
      {children}
    </Link>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Says what it does; also its tooltip. */
  label: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: "sm" | "md";
  hint?: ReactNode;
}

export function IconButton({
  label,
  icon,
  variant = "ghost",
  size = "md",
  hint,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={hint ?? label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={clsx(BASE, VARIANTS[variant], size === "sm" ? "size-7" : "size-8", className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
