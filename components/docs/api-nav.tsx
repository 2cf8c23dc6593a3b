import type { ApiGroup } from "#lib/domain/api/reference";

/** The endpoints by group, as links down the page. */
export function ApiNav({ groups }: { groups: ApiGroup[] }) {
  return (
    <nav aria-label="Endpoints" className="grid gap-4 text-sm">
      <ul className="grid gap-1">
        <li>
          <a href="#basics" className="block rounded-sm py-0.5 font-medium hover:text-accent-ink">
            Basics
          </a>
        </li>
      </ul>
      {groups.map((group) => (
        <div key={group.name}>
          <p className="mb-1 font-medium text-faint text-xs">{group.name}</p>
          <ul className="grid gap-0.5">
            {group.operations.map(({ id, summary }) => (
              <li key={id}>
                <a href={`#${id}`} className="block rounded-sm py-0.5 text-soft hover:text-ink">
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
