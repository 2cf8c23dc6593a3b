"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { Role } from "#lib/domain/terms";
import { settingsFor } from "../shell/settings-pages";

export function SettingsNav({ role }: { role: Role }) {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="mb-6 overflow-x-auto border-line border-b">
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
