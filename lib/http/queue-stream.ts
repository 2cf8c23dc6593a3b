import { log } from "#lib/observe/log";
import { onQueueChange, queueOverview } from "#lib/services/queue-overview";

/** Changes within this time are sent as one. */
const GATHER_MS = 500;
/** Deadlines pass without anything changing; also keeps proxies from closing the stream. */
const REFRESH_MS = 10_000;
/** The browser connects again by itself, and must then still be signed in. */
const LONGEST_MS = 10 * 60_000;

const encoder = new TextEncoder();

/** Server-sent events: the queue overview now, on every change, and every 10 s, for ten minutes. */
export function streamQueues(orgId: string, signal: AbortSignal): Response {
  const stops: (() => void)[] = [];
  let ended = false;
  const end = () => {
    ended = true;
    for (const stop of stops.splice(0)) stop();
  };
  /** Undoes something at the end, or now when the end was first. */
  const atEnd = (stop: () => void) => (ended ? stop() : void stops.push(stop));

  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const close = () => {
        if (ended) return;
        end();
        controller.close();
      };
      const send = async () => {
        try {
          const overview = JSON.stringify(await queueOverview(orgId));
          if (!ended) controller.enqueue(encoder.encode(`data: ${overview}\n\n`));
        } catch (error) {
          log("queue-stream").warn({ err: error }, "overview not sent");
        }
      };
      const refresh = setInterval(() => void send(), REFRESH_MS);
      atEnd(() => clearInterval(refresh));
      const longest = setTimeout(close, LONGEST_MS);
      atEnd(() => clearTimeout(longest));
      signal.addEventListener("abort", close);
      if (signal.aborted) return close();
      atEnd(await onChange(orgId, () => void send()));
      if (!ended) await send();
    },
    cancel: end,
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}

/** Calls back a moment after the queues changed, once for all changes of that moment. */
async function onChange(orgId: string, changed: () => void): Promise<() => void> {
  let pending: NodeJS.Timeout | undefined;
  const stop = await onQueueChange(orgId, () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      changed();
    }, GATHER_MS);
  });
  return () => {
    clearTimeout(pending);
    stop();
  };
}
