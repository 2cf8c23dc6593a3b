import clsx from "clsx";
import type { ReactNode } from "react";

export interface KbdProps {
  /** On a coloured button the key takes the button's own colours. */
  onColour?: boolean;
  className?: string;
  children: ReactNode;
}

/** The name of a key. Hidden from touch screens, where there is none. */
export function Kbd({ onColour, className, children }: KbdProps) {
  return (
    <kbd
      className={clsx(
        "inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 font-medium font-sans text-2xs pointer-coarse:hidden",
        onColour ? "border-current/40 bg-transparent" : "border-line bg-sunken text-soft",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
