import { ArrowRight } from "lucide-react";
import type { PolicyChange } from "#lib/domain/policy-history";

function words({ path }: PolicyChange, value: string | number | null): string {
  if (value === null) return "none";
  if (typeof value === "string") return value;
  if (path.endsWith(".severity")) return String(value);
  if (path.endsWith(".block") && value === 1) return "never by machine";
  return `${Math.round(value * 1000) / 10} %`;
}

/** What differs between two versions, one line each. */
export function PolicyChanges({ changes }: { changes: PolicyChange[] }) {
  if (changes.length === 0) return <p className="text-faint text-sm">Nothing differs.</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {changes.map((change) => (
        <li key={change.path}>
          <span className="text-soft">{change.title}: </span>
          <span className="text-faint line-through">{words(change, change.from)}</span>
          <ArrowRight role="img" aria-label="becomes" className="mx-1 inline size-3.5 text-faint" />
          <span className="font-medium">{words(change, change.to)}</span>
        </li>
      ))}
    </ul>
  );
}
