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
    const source = new EventSource("/api/desk/queues/stream");
    let poll: ReturnType<typeof setInterval> | undefined;
    const ask = () =>
      request("/api/desk/queues", { schema: queueOverviewSchema }).then(
        (overview) =>
          setFeed((last) => ({ ...last, overview, connection: poll ? "polling" : "live", problem: null })),
        (error: Error) => setFeed((last) => ({ ...last, connection: "lost", problem: error.message })),
      );
    source.onmessage = (event) => {
      const parsed = queueOverviewSchema.safeParse(JSON.parse(event.data));
      if (!parsed.success) return;
      clearInterval(poll);
      poll = undefined;
      setFeed({ overview: parsed.data, connection: "live", problem: null });
    };
    source.onerror = () => {
      if (poll) return;
      poll = setInterval(ask, POLL_MS);
      void ask();
    };
    return () => {
      source.close();
      clearInterval(poll);
    };
  }, []);
  return feed;
}
