import { hasRole, type Role } from "#lib/domain/terms";

/** Who is signed in, as the shell shows it. */
export interface ShellUser {
  name: string;
  email: string;
  role: Role;
  organization: string;
}

export interface Place {
  href: string;
  label: string;
  /** Least role that may go there. */
  role: Role;
  /** Paths that belong to it, where they are more than its own. */
  under?: string;
}

export const PLACES = [
  { href: "/review", label: "Review", role: "moderator" },
  { href: "/queues", label: "Queues", role: "moderator" },
  { href: "/items", label: "Items", role: "moderator" },
  { href: "/quality", label: "Quality", role: "lead" },
  { href: "/insights", label: "Insights", role: "lead" },
  { href: "/playground", label: "Try", role: "moderator" },
  { href: "/audit", label: "Audit", role: "lead" },
  { href: "/models", label: "Models", role: "admin" },
  { href: "/settings/policy", label: "Settings", role: "admin", under: "/settings" },
] as const satisfies Place[];

export type PlaceHref = (typeof PLACES)[number]["href"];

/** The places that a role may go to. */
export function placesFor(role: Role) {
  return PLACES.filter((place) => hasRole(role, place.role));
}

/** Places that fit beside each other on a phone. */
const MOST_ON_PHONE = 5;

/** What stands in a phone's bar, and what in the menu at its end. */
export function onPhone<P>(places: P[]): { bar: P[]; more: P[] } {
  const room = places.length > MOST_ON_PHONE ? MOST_ON_PHONE - 1 : MOST_ON_PHONE;
  return { bar: places.slice(0, room), more: places.slice(room) };
}

/** Whether a path lies in a place. */
export function isWithin(place: Place, path: string): boolean {
  const base = place.under ?? place.href;
  return path === base || path.startsWith(`${base}/`);
}
