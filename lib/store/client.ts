import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/config/env";
import { type Prisma, PrismaClient } from "./generated/client";

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
