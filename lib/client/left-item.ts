import type { Lease } from "./tasks";

const KEY = "sightline-left";

/** Remembers, for as long as this tab lives, which item was on the desk when it was left: a reload brings it back. */
export function keepLeftItem({ id, leaseToken }: Lease) {
  sessionStorage.setItem(KEY, JSON.stringify({ id, leaseToken }));
}

/** The item that was on the desk when it was left, told once; undefined when there is none or it cannot be read. */
export function takeLeftItem(): Lease | undefined {
  try {
    const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<Lease> | null;
    sessionStorage.removeItem(KEY);
    if (typeof left?.id !== "string" || typeof left.leaseToken !== "number") return undefined;
    return { id: left.id, leaseToken: left.leaseToken };
  } catch {
    return undefined;
  }
}
