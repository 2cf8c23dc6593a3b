import { useSyncExternalStore } from "react";
import { serverNow } from "./fetch";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in words for a dense screen: "12 s", "4 min", "3 h 20 min", "2 d". Milliseconds in. */
export function spanWords(ms: number): string {
  const span = Math.abs(ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    return `${Math.floor(span / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ""}`;
  }
  return `${Math.floor(span / DAY)} d`;
}

/** Minutes and seconds left, "1:05"; never below "0:00". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export type DeadlineState = "ahead" | "soon" | "over";

/** A deadline in words and how pressing it is; under five minutes it counts in seconds. */
export function deadline(dueAt: string, now: number): { words: string; state: DeadlineState } {
  const left = Date.parse(dueAt) - now;
  if (left < 0) return { words: `overdue by ${spanWords(left)}`, state: "over" };
  if (left < 5 * MINUTE) return { words: `due in ${clock(left)}`, state: "soon" };
  return { words: `due in ${spanWords(left)}`, state: "ahead" };
}

/** How long ago, or in how long: "just now", "4 min ago", "in 2 h". */
export function ago(at: string, now: number): string {
  const past = now - Date.parse(at);
  if (Math.abs(past) < 10 * SECOND) return "just now";
  return past < 0 ? `in ${spanWords(past)}` : `${spanWords(past)} ago`;
}

const DATE_TIME = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** Date and time in the reader's zone. Browser only: the server's zone is not the reader's. */
export function dateTime(at: string): string {
  return DATE_TIME.format(new Date(at));
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    tick = serverNow();
    timer = setInterval(() => {
      tick = serverNow();
      for (const each of listeners) each();
    }, SECOND);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

const now = () => (listeners.size === 0 ? Math.floor(serverNow() / SECOND) * SECOND : tick);

/** The server's clock in milliseconds, once a second; 0 while the server renders. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now, () => 0);
}
