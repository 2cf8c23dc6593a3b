import { ChevronRight } from "lucide-react";
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
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4">
      <p aria-live="polite" className="tabular text-faint text-xs">
        {summary}
      </p>
      {hasMore && (
        <Button size="sm" busy={busy} onClick={onMore}>
          Show more
          <ChevronRight aria-hidden className="size-3.5" />
        </Button>
      )}
    </nav>
  );
}
