"use client";

import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "./button";

export interface PaginationProps {
  /** E.g. "100 items". */
  summary: string;
  hasMore: boolean;
  busy?: boolean;
  onMore: () => void;
}

/** Keyset paging: there is a next page or there is not; nobody counts a million rows. */
export function Pagination({ summary, hasMore, busy, onMore }: PaginationProps) {
  const nav = useRef<HTMLElement>(null);
  const pressed = useRef(false);
  // With the last page the button goes; who pressed it stays where it was.
  useEffect(() => {
    if (!hasMore && pressed.current && document.activeElement === document.body) nav.current?.focus();
  }, [hasMore]);
  return (
    <nav
      ref={nav}
      tabIndex={-1}
      aria-label="Pages"
      className="flex items-center justify-between gap-4 outline-none"
    >
      <p aria-live="polite" className="tabular text-faint text-xs">
        {summary}
      </p>
      {hasMore && (
        <Button
          size="sm"
          busy={busy}
          onClick={() => {
            pressed.current = true;
            onMore();
          }}
        >
          Show more
          <ChevronRight aria-hidden className="size-3.5" />
        </Button>
      )}
    </nav>
  );
}
