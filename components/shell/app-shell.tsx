"use client";

import clsx from "clsx";
import {
  BadgeCheck,
  BrainCircuit,
  ChartNoAxesCombined,
  Ellipsis,
  FlaskConical,
  Gauge,
  Layers,
  Rows3,
  ScrollText,
  Settings2,
} from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { Menu, MenuItem } from "#components/ui/menu";
import { Mark } from "./mark";
import { isWithin, onPhone, type PlaceHref, placesFor, type ShellUser } from "./navigation";
import { useKeptFocus } from "./use-kept-focus";
import { UserMenu } from "./user-menu";

const ICONS: Record<PlaceHref, ComponentType<{ className?: string; "aria-hidden"?: boolean }>> = {
  "/review": Gauge,
  "/queues": Layers,
  "/items": Rows3,
  "/quality": BadgeCheck,
  "/insights": ChartNoAxesCombined,
  "/playground": FlaskConical,
  "/audit": ScrollText,
  "/models": BrainCircuit,
  "/settings/policy": Settings2,
};

const CommandPalette = dynamic(() => import("./command-palette").then((module) => module.CommandPalette));

/** The frame of every page behind the sign-in: a slim rail beside the page, on small screens a bar below it. */
export function AppShell({ user, children }: { user: ShellUser; children: ReactNode }) {
  useKeptFocus();
  return (
    <div className="flex h-dvh flex-col md:flex-row-reverse">
      <a
        href="#main"
        className="sr-only top-0 left-0 z-50 rounded-md bg-accent px-3 py-2 text-on-accent text-sm focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <main
        id="main"
        tabIndex={-1}
        className="min-h-0 min-w-0 grow overflow-y-auto pb-14 outline-none md:pb-0"
      >
        {children}
      </main>
      <Rail user={user} />
      <PaletteKey user={user} />
    </div>
  );
}

/** Ctrl+K or Cmd+K opens the palette; its code is fetched with the first press. */
function PaletteKey({ user }: { user: ShellUser }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (document.querySelector("dialog[open]") === null) setOpen(true);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return open ? <CommandPalette role={user.role} onClose={() => setOpen(false)} /> : null;
}

function Rail({ user }: { user: ShellUser }) {
  const path = usePathname();
  const places = placesFor(user.role);
  const { bar, more } = onPhone(places);
  return (
    <header className="fixed inset-x-0 bottom-0 z-30 flex h-14 items-stretch border-line border-t bg-surface md:static md:h-auto md:w-19 md:shrink-0 md:flex-col md:border-t-0 md:border-r md:py-3">
      <Link href="/review" aria-label="Sightline" className="mx-auto mb-4 hidden rounded-lg md:block">
        <Mark className="size-8" />
      </Link>
      <nav aria-label="Main" className="flex grow md:block">
        <ul className="flex grow md:flex-col md:gap-1 md:px-2">
          {places.map((place) => {
            const Shape = ICONS[place.href];
            const current = isWithin(place, path);
            return (
              <li
                key={place.href}
                className={clsx(
                  "min-w-0 grow basis-0 md:grow-0 md:basis-auto",
                  !bar.includes(place) && "hidden md:block",
                )}
              >
                <Link
                  href={place.href}
                  aria-current={current ? "page" : undefined}
                  className={placeClass(current)}
                >
                  <Shape aria-hidden className="size-5 stroke-[1.75]" />
                  <span className="max-w-full truncate">{place.label}</span>
                </Link>
              </li>
            );
          })}
          {more.length > 0 && (
            <li className="min-w-0 grow basis-0 md:hidden">
              <MorePlaces places={more} path={path} />
            </li>
          )}
        </ul>
      </nav>
      <UserMenu user={user} />
    </header>
  );
}

const placeClass = (current: boolean) =>
  clsx(
    "flex h-full w-full flex-col items-center justify-center gap-0.5 rounded-md py-1.5 font-medium text-2xs -outline-offset-2",
    current ? "text-accent-ink md:bg-accent-wash" : "text-faint hover:bg-hover hover:text-ink",
  );

/** The places that a phone's bar has no room for. */
function MorePlaces({ places, path }: { places: ReturnType<typeof placesFor>; path: string }) {
  const router = useRouter();
  return (
    <Menu
      side="top"
      trigger={
        <button type="button" className={placeClass(places.some((place) => isWithin(place, path)))}>
          <Ellipsis aria-hidden className="size-5 stroke-[1.75]" />
          <span className="max-w-full truncate">More</span>
        </button>
      }
    >
      {places.map(({ href, label }) => {
        const Shape = ICONS[href];
        return (
          <MenuItem
            key={href}
            icon={<Shape aria-hidden className="size-4 text-faint" />}
            onSelect={() => router.push(href)}
          >
            {label}
          </MenuItem>
        );
      })}
    </Menu>
  );
}
