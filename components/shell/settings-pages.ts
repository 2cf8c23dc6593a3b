/** The pages of the settings, for admins. */
export const SETTINGS_PAGES = [
  { href: "/settings/policy", label: "Policy" },
  { href: "/settings/review", label: "Review" },
  { href: "/settings/lists", label: "Lists" },
  { href: "/settings/people", label: "People" },
  { href: "/settings/keys", label: "API keys" },
  { href: "/settings/webhooks", label: "Webhooks" },
  { href: "/settings/import", label: "Import" },
  { href: "/settings/migration", label: "Migration" },
] as const;
