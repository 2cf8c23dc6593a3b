import { findItemState } from "#lib/store/items";
import { listen } from "#lib/store/notify";

const POLL_MS = 250;

export interface VerdictWatch {
  /** Resolves when the item is judged, with false when `timeoutMs` passes first. */
  wait(itemId: string, timeoutMs: number): Promise<boolean>;
  close(): void;
}

/**
 * Starts watching for verdicts. Open it before submitting, so that a verdict which comes at once is not missed;
 * polling covers notifications that a reconnect lost.
 */
export async function watchVerdicts(): Promise<VerdictWatch> {
  const seen = new Set<string>();
  let wake: (() => void) | undefined;
  const stop = await listen("item_decided", (itemId) => {
    seen.add(itemId);
    wake?.();
  });
  return {
    close: stop,
    wait: async (itemId, timeoutMs) => {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        if (seen.has(itemId) || (await findItemState(itemId)) !== "received") return true;
        const left = deadline - Date.now();
        if (left <= 0) return false;
        const until = Date.now() + Math.min(left, POLL_MS);
        while (!seen.has(itemId) && Date.now() < until)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, until - Date.now());
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
      }
    },
  };
}
