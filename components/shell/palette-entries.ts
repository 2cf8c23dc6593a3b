import type { PageCommand } from "#lib/client/commands";
import type { ItemPage } from "#lib/domain/desk-items";
import type { Role } from "#lib/domain/terms";
import { placesFor } from "./navigation";
import { settingsFor } from "./settings-pages";

/** One line of the palette: it opens an address or does something on the page at hand. */
export interface PaletteEntry {
  group: "Do" | "Go to" | "Item";
  label: string;
  hint?: string;
  href?: string;
  run?: () => void;
}

/** Places of one's own, which stand in the account menu. */
const OWN_PLACES = [
  { href: "/mentions", label: "Mentions" },
  { href: "/wellbeing", label: "Wellbeing" },
];

/** Everything a role can do or open from here, in the order to show. */
export function standingEntries(role: Role, commands: PageCommand[]): PaletteEntry[] {
  const places = placesFor(role).filter(({ href }) => href !== "/settings/policy");
  const settings = settingsFor(role).map(({ href, label }) => ({ href, label: `Settings: ${label}` }));
  return [
    ...commands.map(({ label, key, run }) => ({ group: "Do" as const, label, hint: key, run })),
    ...[...places, ...OWN_PLACES, ...settings].map(({ href, label }) => ({
      group: "Go to" as const,
      href,
      label,
    })),
  ];
}

/** The items a search found. */
export function itemEntries(page: ItemPage): PaletteEntry[] {
  return page.items.map(({ id, contentId, author }) => ({
    group: "Item",
    label: contentId,
    hint: author ?? undefined,
    href: `/items/${id}`,
  }));
}

/** Entries whose words begin with all the words typed, in any order. */
export function matching(entries: PaletteEntry[], typed: string): PaletteEntry[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label }) => {
    const words = label.toLowerCase().split(/[\s:]+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}
