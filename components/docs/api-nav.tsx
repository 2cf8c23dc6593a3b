"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";

interface ApiNavProps {
  groups: { name: string; operations: { id: string; summary: string }[] }[];
}

const OBJECTS = "/docs/api/objects";
const GENERAL = [
  { href: "/docs/api", title: "Basics" },
  { href: OBJECTS, title: "Objects" },
  { href: "/docs/errors", title: "Errors" },
];

/** The API's pages: at the side of a wide window, to unfold in a narrow one. */
export function ApiNav({ groups }: ApiNavProps) {
  const path = usePathname();
  return (
    <>
      <nav aria-label="Endpoints" className="hidden lg:block">
        <div className="sticky top-6 -mx-1 max-h-[calc(100dvh-3rem)] overflow-y-auto px-1 pb-6">
          <Links groups={groups} path={path} />
        </div>
      </nav>
      <nav aria-label="Endpoints" className="mb-6 lg:hidden">
        <details key={path} className="rounded-md border border-line bg-surface">
          <summary className="cursor-pointer rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">
            Endpoints
          </summary>
          <div className="px-3 pb-3">
            <Links groups={groups} path={path} />
          </div>
        </details>
      </nav>
    </>
  );
}

function Links({ groups, path }: ApiNavProps & { path: string }) {
  return (
    <div className="grid gap-4 text-sm">
      <ul className="grid gap-0.5">
        {GENERAL.map(({ href, title }) => (
          <Entry
            key={href}
            href={href}
            title={title}
            here={href === path || (href === OBJECTS && path.startsWith(`${OBJECTS}/`))}
          />
        ))}
      </ul>
      {groups.map(({ name, operations }) => (
        <div key={name}>
          <p className="mb-1 font-medium text-faint text-xs">{name}</p>
          <ul className="grid gap-0.5">
            {operations.map(({ id, summary }) => (
              <Entry key={id} href={`/docs/api/${id}`} title={summary} here={path === `/docs/api/${id}`} />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function Entry({ href, title, here }: { href: string; title: string; here: boolean }) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        aria-current={here ? "page" : undefined}
        className={clsx(
          "block rounded-sm py-0.5",
          here ? "font-medium text-accent-ink" : "text-soft hover:text-ink",
        )}
      >
        {title}
      </Link>
    </li>
  );
}
