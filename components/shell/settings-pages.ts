import { hasRole, type Role } from "#lib/domain/terms";

/** The pages of the settings, for admins where they do not say otherwise. */
export const SETTINGS_PAGES: readonly { href: string; label: string; role?: Role }[] = [
  { href: "/settings/policy", label: "Policy" },
  { href: "/settings/review", label: "Review" },
  { href: "/settings/queues", label: "Queues", role: "lead" },
  { href: "/settings/lists", label: "Lists" },
  { href: "/settings/people", label: "People" },
  { href: "/settings/keys", label: "API keys" },
  { href: "/settings/webhooks", label: "Webhooks" },
  { href: "/settings/import", label: "Import" },
  { href: "/settings/migration", label: "Migration" },
];

/** The settings that a role may open. */
export function settingsFor(role: Role) {
  return SETTINGS_PAGES.filter((page) => hasRole(role, page.role ?? "admin"));
}
