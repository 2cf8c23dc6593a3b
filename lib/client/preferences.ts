import { useSyncExternalStore } from "react";
import { z } from "zod";

/** How a person likes their desk; kept in this browser. */
const preferencesSchema = z.object({
  /** Text is blurred until revealed. */
  blur: z.boolean().catch(false),
  /** Marks what the models and lists saw. */
  overlay: z.boolean().catch(true),
  /** Single letters act as commands; off for those whose tools type letters (WCAG 2.1.4). */
  singleKeys: z.boolean().catch(true),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const KEY = "sightline-desk";
const DEFAULTS: Preferences = preferencesSchema.parse({});

/** Reads stored preferences; what is missing or unreadable takes its default. */
export function parsePreferences(stored: string | null): Preferences {
  try {
    return preferencesSchema.parse(JSON.parse(stored ?? "{}"));
  } catch {
    return DEFAULTS;
  }
}

let current: Preferences | undefined;
const listeners = new Set<() => void>();

function read(): Preferences {
  current ??= parsePreferences(localStorage.getItem(KEY));
  return current;
}

function subscribe(listener: () => void) {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    current = undefined;
    listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", onStorage);
  };
}

export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]) {
  current = { ...read(), [name]: value };
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read, () => DEFAULTS);
}
