"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { pageCommands } from "#lib/client/commands";
import { requestOwn } from "#lib/client/fetch";
import type { ItemPage } from "#lib/domain/desk-items";
import type { Role } from "#lib/domain/terms";
import { itemEntries, matching, type PaletteEntry, standingEntries } from "./palette-entries";

const SEARCH_AFTER_MS = 200;

/** Actions of the page, pages, and items by their content id, from one field. */
export function CommandPalette({ role, onClose }: { role: Role; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const router = useRouter();
  const id = useId();
  const standing = useMemo(() => standingEntries(role, pageCommands()), [role]);
  const items = useItemsCalled(typed);
  const entries = [...matching(standing, typed), ...items];
  const marked = Math.min(at, entries.length - 1);

  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    if (entry.href) router.push(entry.href);
    else entry.run?.();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((marked + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === "Enter") choose(entries[marked]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog open onClose={onClose} title="Go to or do" initialFocus={field}>
      <input
        ref={field}
        role="combobox"
        aria-label="What to do, which page, or a content id"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={entries[marked] ? `${id}-${marked}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Approve, queues, post-123 …"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        className="h-10 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-faint"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Found"
        className="mt-3 max-h-80 overflow-y-auto text-sm"
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field, which keeps focus
          <div
            key={`${entry.group} ${entry.href ?? entry.label}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            onClick={() => choose(entry)}
            className={clsx(
              "flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 touchable",
              index === marked ? "bg-accent-wash" : "hover:bg-hover",
            )}
          >
            <span className="w-12 shrink-0 text-faint text-xs">{entry.group}</span>
            <span className="min-w-0 truncate">{entry.label}</span>
            {entry.hint && (
              <span className="ml-auto shrink-0 text-faint text-xs">
                {entry.run ? <Kbd>{entry.hint}</Kbd> : entry.hint}
              </span>
            )}
          </div>
        ))}
      </div>
      <p role="status" className="mt-2 text-faint text-xs">
        {entries.length === 0
          ? "Nothing is called that. Items are found by their whole content id."
          : `${entries.length} found`}
      </p>
    </Dialog>
  );
}

/** Items with this content id, asked for when typing pauses. */
function useItemsCalled(typed: string): PaletteEntry[] {
  const [found, setFound] = useState<{ for: string; entries: PaletteEntry[] }>({ for: "", entries: [] });
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted.length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const search = new URLSearchParams({ contentId: wanted, limit: "5" });
      requestOwn<ItemPage>(`/api/desk/items?${search}`, { signal: stop.signal }).then(
        (page) => setFound({ for: wanted, entries: itemEntries(page) }),
        () => setFound({ for: wanted, entries: [] }),
      );
    }, SEARCH_AFTER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted]);
  return found.for === wanted ? found.entries : [];
}
