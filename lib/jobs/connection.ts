import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from "bullmq";
import { env } from "#lib/config/env";

/** Which store carries the queues. */
export function queueBackend(): "redis" | "postgres" {
  return env().REDIS_URL ? "redis" : "postgres";
}

/**
 * Connection options for one side. Producers fail fast, so that a request gets its answer; workers wait for the
 * store to come back. On Postgres, BullMQ keeps its tables in a schema of their own.
 */
export function queueConnection(side: "producer" | "worker"): ConnectionOptions {
  const { REDIS_URL, DATABASE_URL } = env();
  if (REDIS_URL) {
    setDefaultBackendFactory();
    const { hostname, port, username, password, pathname, protocol } = new URL(REDIS_URL);
    return {
      host: hostname,
      port: Number(port || 6379),
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
      db: Number(pathname.slice(1) || 0),
      tls: protocol === "rediss:" ? {} : undefined,
      maxRetriesPerRequest: side === "worker" ? null : 1,
      enableOfflineQueue: side === "worker",
    };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // The Postgres backend's options travel in the same field; BullMQ types it for Redis alone.
  return {
    connectionString: DATABASE_URL,
    schema: "bullmq",
    migrate: true,
    max: side === "worker" ? 5 : 3,
  } as unknown as ConnectionOptions;
}
