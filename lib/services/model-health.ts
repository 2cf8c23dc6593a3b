import type { Heartbeat } from "#lib/store/heartbeats";

export interface HealthPart {
  ok: boolean;
  reason?: string;
}

export type ModelHealth = HealthPart & { loaded: Heartbeat["models"] };

/**
 * What the workers say of their models, with the reasons: one that does not serve, and one that serves on another provider
 * than the first. Of workers that disagree about a model, the one that does not have it is heard.
 */
export function modelHealth(live: readonly Pick<Heartbeat, "models">[]): ModelHealth {
  const loaded: Heartbeat["models"] = {};
  for (const { models } of live)
    for (const [name, model] of Object.entries(models))
      if (!loaded[name] || model.state === "disabled") loaded[name] = model;
  const disabled = Object.entries(loaded).filter(([, model]) => model.state === "disabled");
  const ready = live.some(({ models }) => Object.values(models).some((model) => model.state === "ready"));
  const reasons = disabled.map(([name, model]) => `${name}: ${model.reason ?? "disabled"}`);
  if (!ready) return { ok: false, loaded, reason: reasons.join("; ") || "No worker has a model loaded." };
  return { ok: true, loaded, ...(reasons.length > 0 ? { reason: reasons.join("; ") } : {}) };
}
