import { useEffect, useState } from "react";
import { type QueueOverview, queueOverviewSchema } from "#lib/domain/desk";
import { request } from "./fetch";

/** `live`: events arrive. `polling`: the stream is down, the figures are asked for. `lost`: neither works. */
export type Connection = "connecting" | "live" | "polling" | "lost";

export interface QueueFeed {
  overview: QueueOverview | null;
  connection: Connection;
  /** Why the last attempt failed. */
  problem: string | null;
}

const POLL_MS = 5000;

/**
 * The queues, live: server-sent events first, and while the stream is down a request every 5 seconds, until the
 * stream is back.
 */
export function useQueues(): QueueFeed {
  const [feed, setFeed] = useState<QueueFeed>({ overview: null, connection: "connecting", problem: null });
  useEffect(() => {
    let source: EventSource;
    let poll: ReturnType<typeof setInterval> | undefined;
    const show = (overview: QueueOverview, connection: Connection) =>
      setFeed({ overview, connection, problem: null });

    const ask = () =>
      request("/api/desk/queues", { schema: queueOverviewSchema }).then(
        (overview) => {
          show(overview, "polling");
          // A refused stream does not try again by itself; a lost one does.
          if (source.readyState === EventSource.CLOSED) open();
        },
        (error: Error) => setFeed((last) => ({ ...last, connection: "lost", problem: error.message })),
      );

    function open() {
      source = new EventSource("/api/desk/queues/stream");
      source.onmessage = (event) => {
        const parsed = queueOverviewSchema.safeParse(JSON.parse(event.data));
        if (!parsed.success) return;
        clearInterval(poll);
        poll = undefined;
        show(parsed.data, "live");
      };
      source.onerror = () => {
        if (poll) return;
        poll = setInterval(ask, POLL_MS);
        void ask();
      };
    }

    open();
    return () => {
      source.close();
      clearInterval(poll);
    };
  }, []);
  return feed;
}
