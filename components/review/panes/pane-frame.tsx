"use client";

import clsx from "clsx";
import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import type { MediaKind } from "#lib/domain/media";
import { type PaneCommand, paneCommand } from "./pane-keys";

export interface PaneFrameProps {
  kind: MediaKind;
  /** The name of the region: what kind of medium it is. */
  title: string;
  /** What the models say of it, for those who do not see or hear it. */
  alternative: string;
  problem?: string | null;
  onCommand: (command: PaneCommand) => void;
  onRelease?: () => void;
  className?: string;
  children: ReactNode;
}

const OWN_KEYS = "button, input, a, select, textarea, [role=slider]";

/** The frame of a pane: a region that takes focus, hears its keys, and says in words what it holds. */
export function PaneFrame(props: PaneFrameProps) {
  const { kind, title, alternative, problem, onCommand, onRelease, className, children } = props;
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const onControl = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
    const { key, shiftKey, ctrlKey, altKey, metaKey, repeat } = event;
    const press = { key, shift: shiftKey, modified: ctrlKey || altKey || metaKey, onControl };
    const command = paneCommand(kind, press);
    if (!command) return;
    event.preventDefault();
    const steps = ["seek", "zoom", "opacity", "frame"].includes(command.do);
    if (!repeat || steps) onCommand(command);
  };
  return (
    <section
      aria-label={title}
      aria-describedby={`${id}-alternative`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: takes the pane's keys
      tabIndex={0}
      data-pane={kind}
      onKeyDown={onKeyDown}
      onKeyUp={onRelease}
      className={clsx(
        "flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-3 -outline-offset-1",
        className,
      )}
    >
      <header className="flex min-w-0 items-baseline justify-between gap-2">
        <h2 className="truncate font-semibold text-soft text-xs">{title}</h2>
      </header>
      <p id={`${id}-alternative`} className="sr-only">
        {alternative}
      </p>
      {problem && (
        <p className="flex items-start gap-1.5 text-flag-ink text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {problem}
        </p>
      )}
      {children}
    </section>
  );
}
