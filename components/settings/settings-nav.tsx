"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import type { Role } from "#lib/domain/terms";
import { settingsFor } from "../shell/settings-pages";

export function SettingsNav({ role }: { role: Role }) {
  const path = usePathname();
  const list = useRef<HTMLElement>(null);
  // On a phone the page that is open may be one of those that lie out of sight.
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>(`a[href="${path}"]`);
    if (here) list.current?.scrollTo({ left: here.offsetLeft - list.current.offsetWidth / 3 });
  }, [path]);
  return (
    <nav ref={list} aria-label="Settings" className="relative mb-6 overflow-x-auto border-line border-b">
      <ul className="flex gap-5">
        {settingsFor(role).map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : undefined}
              className={clsx(
                "-mb-px flex h-9 items-center whitespace-nowrap border-b-2 font-medium text-sm -outline-offset-2",
                path === href ? "border-accent text-ink" : "border-transparent text-faint hover:text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
