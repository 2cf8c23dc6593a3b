"use client";

import { Eye } from "lucide-react";
import { useViewers } from "#lib/client/viewers";

/** "2 others viewing", while there are any. */
export function Viewers({ itemId }: { itemId: string }) {
  const others = useViewers(itemId);
  return (
    <span role="status" className="text-flag-ink text-xs">
      {others > 0 && (
        <span className="inline-flex items-center gap-1">
          <Eye aria-hidden className="size-3.5" />
          {others === 1 ? "1 other viewing" : `${others} others viewing`}
        </span>
      )}
    </span>
  );
}
