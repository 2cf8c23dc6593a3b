import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/config/env";
import { Prisma, PrismaClient } from "./generated/client";

// Next's development server reloads modules; the pool must outlive them.
const holder = globalThis as typeof globalThis & { sightlinePrisma?: PrismaClient };

/** The process's one database client. */
export function db(): PrismaClient {
  holder.sightlinePrisma ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: env().DATABASE_POOL }),
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
  return holder.sightlinePrisma;
}

/** A client inside or outside a transaction. */
export type Db = Prisma.TransactionClient;

/** Runs `work` in one transaction; everything it wrote is undone when it throws. */
export function inTransaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  return db().$transaction(work);
}

/** Closes the pool; the next `db()` opens a new one. */
export async function closeStore(): Promise<void> {
  const open = holder.sightlinePrisma;
  holder.sightlinePrisma = undefined;
  await open?.$disconnect();
}

const UNREACHABLE = new Set([
  // Prisma: cannot reach, timed out, connection closed, pool exhausted.
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "ENOTFOUND",
  // Postgres: shutting down, crashed, starting up, too many connections.
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/** Whether an error means that the database could not be reached, rather than that it refused something. */
export function isStoreUnavailable(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Object && depth < 5; depth++) {
    const { code, originalCode, cause } = at as { code?: unknown; originalCode?: unknown; cause?: unknown };
    if (UNREACHABLE.has(String(code)) || UNREACHABLE.has(String(originalCode))) return true;
    at = cause;
  }
  return false;
}

/** Whether a write was refused because it would have repeated a unique value. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
