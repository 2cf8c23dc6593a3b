"use client";

import { SlidersHorizontal } from "lucide-react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuCheck } from "#components/ui/menu";
import { type Preferences, setPreference, usePreferences } from "#lib/client/preferences";

const OPTIONS: { name: keyof Preferences; label: string }[] = [
  { name: "overlay", label: "Mark what the models saw" },
  { name: "blur", label: "Blur text until revealed" },
  { name: "singleKeys", label: "Single-letter shortcuts" },
];

/** How this person likes the desk. */
export function ViewMenu() {
  const preferences = usePreferences();
  return (
    <Menu
      trigger={
        <IconButton label="View options" icon={<SlidersHorizontal aria-hidden className="size-4" />} />
      }
    >
      {OPTIONS.map(({ name, label }) => (
        <MenuCheck key={name} checked={preferences[name]} onChange={(on) => setPreference(name, on)}>
          {label}
        </MenuCheck>
      ))}
    </Menu>
  );
}
