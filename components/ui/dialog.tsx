"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from "react";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Receives focus on opening; by default the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  children?: ReactNode;
}

const SIZES = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" };

/**
 * A modal on the browser's own <dialog>: the page behind is inert, Escape closes, focus comes back.
 */
export function Dialog({ open, ...modal }: DialogProps) {
  return open ? <Modal {...modal} /> : null;
}

/** The dialogs that are open, the one on top last. */
const stack: HTMLDialogElement[] = [];

function Modal({
  onClose,
  title,
  description,
  footer,
  size = "md",
  initialFocus,
  children,
}: Omit<DialogProps, "open">) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while still in the page, so that focus goes back to where it came from.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    stack.push(dialog);
    initialFocus?.current?.focus();
    return () => {
      stack.splice(stack.indexOf(dialog), 1);
      dialog.close();
    };
  }, [initialFocus]);
  // A tooltip that still shows on the page behind takes Escape for itself; the dialog on top is asked before it.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || stack.at(-1) !== ref.current) return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [onClose]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is only the backdrop's
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={clsx(
        "w-[calc(100%-2rem)] animate-appear rounded-xl border border-line bg-raised p-0 text-ink shadow-overlay backdrop:bg-[oklch(0.15_0.01_262/0.45)]",
        SIZES[size],
      )}
    >
      <div className="flex max-h-[min(85dvh,48rem)] flex-col">
        <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
          <div className="min-w-0">
            <h2 id={`${id}-title`} className="font-semibold text-lg">
              {title}
            </h2>
            {description && (
              <p id={`${id}-description`} className="mt-0.5 text-pretty text-faint text-sm">
                {description}
              </p>
            )}
          </div>
          <button
            type="button"
            aria-label="Close"
            onClick={onClose}
            className="-mr-2 grid size-8 shrink-0 place-items-center rounded-md text-soft touchable hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </button>
        </header>
        {children ? (
          <div className="-mt-1 min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
        ) : (
          <div className="pb-2" />
        )}
        {footer && (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t bg-sunken/50 px-5 py-3">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
