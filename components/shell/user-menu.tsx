"use client";

import { AtSign, HeartPulse, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu, MenuItem, MenuLabel, MenuRadio, MenuSeparator } from "#components/ui/menu";
import { useUnreadMentions } from "#lib/client/notes";
import { signOut } from "#lib/client/session";
import { chooseTheme, useTheme } from "#lib/client/use-theme";
import type { ShellUser } from "./navigation";

const THEME_OPTIONS = [
  {
    value: "system" as const,
    label: "As the system",
    icon: <Monitor aria-hidden className="size-4 text-faint" />,
  },
  { value: "light" as const, label: "Light", icon: <Sun aria-hidden className="size-4 text-faint" /> },
  { value: "dark" as const, label: "Dark", icon: <Moon aria-hidden className="size-4 text-faint" /> },
];

/** Two letters that stand for a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

const mentionWords = (unread: number) => (unread === 1 ? "1 new mention" : `${unread} new mentions`);

export function UserMenu({ user }: { user: ShellUser }) {
  const theme = useTheme();
  const router = useRouter();
  const unread = useUnreadMentions();
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button
          type="button"
          className="relative mx-3 my-auto grid size-8 shrink-0 place-items-center rounded-full border border-line-strong bg-sunken font-semibold text-2xs text-soft hover:bg-hover md:mx-auto md:my-0 md:mt-2"
        >
          <span className="sr-only">
            Account of {user.name}
            {unread > 0 && `, ${mentionWords(unread)}`}
          </span>
          <span aria-hidden>{initials(user.name)}</span>
          {unread > 0 && (
            <span
              aria-hidden
              className="tabular absolute -top-1.5 -right-1.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-2xs text-on-accent"
            >
              {Math.min(unread, 99)}
            </span>
          )}
        </button>
      }
    >
      <MenuLabel>
        <p className="font-medium">{user.name}</p>
        <p className="text-faint text-xs">{user.email}</p>
        <p className="mt-0.5 text-faint text-xs">
          {user.role} · {user.organization}
        </p>
      </MenuLabel>
      <MenuItem
        icon={<HeartPulse aria-hidden className="size-4 text-faint" />}
        onSelect={() => router.push("/wellbeing")}
      >
        Your wellbeing
      </MenuItem>
      <MenuItem
        icon={<AtSign aria-hidden className="size-4 text-faint" />}
        onSelect={() => router.push("/mentions")}
      >
        Mentions
        {unread > 0 && <span className="ml-auto text-accent-ink text-xs">{unread} new</span>}
      </MenuItem>
      <MenuSeparator />
      <MenuRadio label="Theme" value={theme} options={THEME_OPTIONS} onChange={chooseTheme} />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden className="size-4 text-faint" />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
