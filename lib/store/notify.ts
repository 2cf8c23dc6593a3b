import pg from "pg";
import { env } from "#lib/config/env";
import { log } from "#lib/observe/log";
import { type Db, db } from "./client";

export const CHANNELS = ["item_decided", "lists_changed", "tasks_changed"] as const;
export type Channel = (typeof CHANNELS)[number];
type Listener = (payload: string) => void;

interface Hub {
  client?: pg.Client;
  connecting?: Promise<void>;
  listeners: Map<Channel, Set<Listener>>;
  closed: boolean;
}

const holder = globalThis as typeof globalThis & { sightlineHub?: Hub };

/** Tells every process that listens; delivered when the transaction commits. Payloads are ids. */
export async function notify(channel: Channel, payload: string, tx: Db = db()): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
}

/**
 * Calls `listener` for each notification until the returned function is called. Notifications sent while the
 * connection is down are lost: whoever needs certainty polls as well.
 */
export async function listen(channel: Channel, listener: Listener): Promise<() => void> {
  holder.sightlineHub ??= { listeners: new Map(), closed: false };
  const hub = holder.sightlineHub;
  const set = hub.listeners.get(channel) ?? new Set();
  hub.listeners.set(channel, set.add(listener));
  await connect(hub);
  return () => void set.delete(listener);
}

async function connect(hub: Hub): Promise<void> {
  if (hub.client || hub.closed) return;
  hub.connecting ??= open(hub).finally(() => {
    hub.connecting = undefined;
  });
  await hub.connecting;
}

async function open(hub: Hub): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL, keepAlive: true });
  const lost = () => {
    if (hub.client !== client) return;
    hub.client = undefined;
    client.removeAllListeners();
    client.on("error", () => {});
    void client.end().catch(() => {});
    if (!hub.closed) setTimeout(() => void connect(hub), 500).unref();
  };
  client.on("error", lost);
  client.on("end", lost);
  client.on("notification", ({ channel, payload }) => {
    for (const listener of hub.listeners.get(channel as Channel) ?? []) listener(payload ?? "");
  });
  try {
    await client.connect();
    for (const channel of CHANNELS) await client.query(`LISTEN ${channel}`);
    hub.client = client;
  } catch (error) {
    client.removeAllListeners();
    client.on("error", () => {});
    void client.end().catch(() => {});
    log("notify").warn({ err: error }, "cannot listen for notifications, polling meanwhile");
    if (!hub.closed) setTimeout(() => void connect(hub), 1000).unref();
  }
}

/** Closes the listening connection. */
export async function closeNotify(): Promise<void> {
  const hub = holder.sightlineHub;
  holder.sightlineHub = undefined;
  if (!hub) return;
  hub.closed = true;
  const { client } = hub;
  hub.client = undefined;
  await client?.end().catch(() => {});
}
