import { useSyncExternalStore } from "react";

/** How a person likes their desk; kept in this browser. */
const DEFAULTS = {
  /** Text is blurred until revealed. */
  blur: false,
  /** Marks what the models and lists saw. */
  overlay: true,
  /** Single letters act as commands; off for those whose tools type letters (WCAG 2.1.4). */
  singleKeys: true,
};
export type Preferences = typeof DEFAULTS;

const KEY = "sightline-desk";

/** Reads stored preferences; what is missing or unreadable takes its default. */
export function parsePreferences(stored: string | null): Preferences {
  let found: unknown;
  try {
    found = JSON.parse(stored ?? "{}");
  } catch {
    return DEFAULTS;
  }
  const known = Object.entries(found ?? {}).filter(
    ([name, value]) => name in DEFAULTS && typeof value === "boolean",
  );
  return { ...DEFAULTS, ...Object.fromEntries(known) };
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

/** Keeps a preference in this browser; every use of it follows. */
export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]) {
  current = { ...read(), [name]: value };
  localStorage.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** The preferences of this browser. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, read, () => DEFAULTS);
}
