import type { ListRule } from "#lib/domain/verdict";
import { log } from "#lib/observe/log";
import { listVersions, rulesInForce } from "#lib/store/lists";
import { listen } from "#lib/store/notify";

/** A saved entry is promised to be in force within 5 s even when its notification is lost. */
const POLL_MS = 2000;

interface Rules {
  version: number;
  rules: ListRule[];
}

export interface RulesCache {
  rules(orgId: string): Promise<Rules>;
  close(): void;
}

/** Keeps each organisation's list entries in memory: dropped on notification, checked by version every 2 s. */
export async function openRulesCache(): Promise<RulesCache> {
  const cached = new Map<string, Promise<Rules>>();
  const stop = await listen("lists_changed", (orgId) => cached.delete(orgId));
  const timer = setInterval(() => void refresh(cached), POLL_MS);
  timer.unref();
  return {
    rules: (orgId) => {
      const known = cached.get(orgId) ?? rulesInForce(orgId);
      cached.set(orgId, known);
      known.catch(() => cached.delete(orgId));
      return known;
    },
    close: () => {
      clearInterval(timer);
      stop();
    },
  };
}

async function refresh(cached: Map<string, Promise<Rules>>): Promise<void> {
  if (cached.size === 0) return;
  try {
    const versions = await listVersions();
    for (const [orgId, known] of cached)
      if ((await known).version !== versions.get(orgId)) cached.delete(orgId);
  } catch (error) {
    log("rules").warn({ err: error }, "list versions not checked, next try in 2 s");
  }
}
