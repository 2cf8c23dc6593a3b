import { useEffect, useState } from "react";
import { VIEWING_SECONDS } from "#lib/domain/desk-times";
import { requestOwn } from "./fetch";

/** Calls only once an item has stayed for so long: whoever decides faster meets nobody. */
const SETTLE_MS = 1500;

/** How many others have this item open now; 0 until known. Calls while the page is visible. */
export function useViewers(itemId: string | null): number {
  const [seen, setSeen] = useState({ itemId, others: 0 });
  useEffect(() => {
    if (!itemId) return;
    let over = false;
    const call = () => {
      if (document.visibilityState !== "visible") return;
      const path = `/api/desk/items/${encodeURIComponent(itemId)}/viewing`;
      requestOwn<{ others: number }>(path, { method: "POST", body: {} }).then(
        ({ others }) => !over && setSeen({ itemId, others }),
        () => {},
      );
    };
    const first = setTimeout(call, SETTLE_MS);
    const timer = setInterval(call, VIEWING_SECONDS * 1000);
    return () => {
      over = true;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [itemId]);
  return seen.itemId === itemId ? seen.others : 0;
}
