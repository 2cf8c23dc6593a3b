"use client";

import clsx from "clsx";
import { Eye } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button";

export interface BlurredProps {
  hidden: boolean;
  onReveal: () => void;
  /** The key that reveals, where keys work. */
  hint?: ReactNode;
  children: ReactNode;
}

/** Blurs what a person has asked not to see unasked, with a button that shows it. */
export function Blurred({ hidden, onReveal, hint, children }: BlurredProps) {
  return (
    <div className="relative">
      <div className={clsx(hidden && "select-none blur-[7px]")}>{children}</div>
      {hidden && (
        <div className="absolute inset-x-0 top-0 flex justify-center">
          <Button icon={<Eye aria-hidden className="size-4" />} onClick={onReveal}>
            Show the text {hint}
          </Button>
        </div>
      )}
    </div>
  );
}
