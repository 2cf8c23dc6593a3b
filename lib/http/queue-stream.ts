import { log } from "#lib/observe/log";
import { onQueueChange, queueOverview } from "#lib/services/queue-overview";

/** Changes within this time are sent as one. */
const GATHER_MS = 500;
/** Deadlines pass without anything changing; also keeps proxies from closing the stream. */
const REFRESH_MS = 10_000;
/** The browser connects again by itself, and must then still be signed in. */
const LONGEST_MS = 10 * 60_000;

/** Server-sent events: the queue overview now, on every change, and every 10 s, for ten minutes. */
export function streamQueues(orgId: string, signal: AbortSignal): Response {
  let close = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const encoder = new TextEncoder();
      let pending: NodeJS.Timeout | undefined;
      let closed = false;
      const send = async () => {
        pending = undefined;
        try {
          const overview = JSON.stringify(await queueOverview(orgId));
          if (!closed) controller.enqueue(encoder.encode(`data: ${overview}\n\n`));
        } catch (error) {
          log("queue-stream").warn({ err: error }, "overview not sent");
        }
      };
      const refresh = setInterval(() => void send(), REFRESH_MS);
      const end = setTimeout(() => close(), LONGEST_MS);
      const stop = await onQueueChange(orgId, () => {
        pending ??= setTimeout(() => void send(), GATHER_MS);
      });
      close = () => {
        if (closed) return;
        closed = true;
        clearInterval(refresh);
        clearTimeout(pending);
        clearTimeout(end);
        stop();
        controller.close();
      };
      signal.addEventListener("abort", close);
      if (signal.aborted) close();
      else await send();
    },
    cancel: () => close(),
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
