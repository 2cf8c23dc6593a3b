"use client";

import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { IconButton } from "./button";

export interface ToastContent {
  tone?: "info" | "success" | "error";
  message: ReactNode;
  /** A button or link at the end. */
  action?: ReactNode;
  /** How long it stays; errors stay until closed by default. */
  seconds?: number;
}

interface Entry extends ToastContent {
  id: number;
}

interface Toasts {
  /** Shows a toast and answers its id. */
  show: (content: ToastContent) => number;
  dismiss: (id: number) => void;
}

const Context = createContext<Toasts | null>(null);

/** The app's toasts. Use inside <ToastProvider>. */
export function useToast(): Toasts {
  const toasts = useContext(Context);
  if (!toasts) throw new Error("useToast needs a ToastProvider above it.");
  return toasts;
}

let lastId = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [entries, setEntries] = useState<Entry[]>([]);
  const dismiss = useCallback(
    (id: number) => setEntries((list) => list.filter((entry) => entry.id !== id)),
    [],
  );
  const show = useCallback((content: ToastContent) => {
    lastId += 1;
    const id = lastId;
    setEntries((list) => [...list.slice(-2), { ...content, id }]);
    return id;
  }, []);
  const toasts = useMemo(() => ({ show, dismiss }), [show, dismiss]);
  return (
    <Context value={toasts}>
      {children}
      <section
        aria-label="Notifications"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-3 bottom-20 z-50 flex flex-col items-center gap-2 md:bottom-24"
      >
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} onClose={() => dismiss(entry.id)} />
        ))}
      </section>
    </Context>
  );
}

const ICONS = {
  info: <Info aria-hidden className="size-4 shrink-0 text-accent" />,
  success: <CircleCheck aria-hidden className="size-4 shrink-0 text-approve" />,
  error: <CircleAlert aria-hidden className="size-4 shrink-0 text-block" />,
};

function Toast({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { tone = "info", message, action } = entry;
  const seconds = entry.seconds ?? (tone === "error" ? undefined : 6);
  useEffect(() => {
    if (seconds === undefined) return;
    const timer = setTimeout(onClose, seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds, onClose]);
  return (
    <div
      role={tone === "error" ? "alert" : undefined}
      className={clsx(
        "pointer-events-auto flex w-full max-w-md animate-appear items-center gap-3 rounded-lg border bg-raised py-1.5 pr-1.5 pl-3.5 text-sm shadow-overlay",
        tone === "error" ? "border-block/50" : "border-line",
      )}
    >
      {ICONS[tone]}
      <div className="min-w-0 grow py-1">{message}</div>
      {action}
      <IconButton size="sm" label="Dismiss" icon={<X aria-hidden className="size-3.5" />} onClick={onClose} />
    </div>
  );
}
