import { DecisionBadge } from "#components/ui/badge";
import type { DeskTask } from "#lib/domain/desk";
import { SEVERITY_WORDS } from "#lib/domain/policy-tree";
import { CATEGORY_TITLES } from "#lib/domain/terms";

/** What each reviewer of a finished round said, for the lead who settles it. */
export function OpinionsPanel({ opinions }: { opinions: NonNullable<DeskTask["opinions"]> }) {
  return (
    <section aria-label="Opinions" className="border-line border-b bg-accent-wash px-4 py-3 text-sm md:px-8">
      <h2 className="font-semibold text-xs">
        {opinions.length} opinions that came to nothing. They were given without sight of each other; you
        settle it.
      </h2>
      <ul className="mt-1.5 grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {opinions.map((opinion, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the opinions of a finished round never move
          <li key={index} className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
              <DecisionBadge decision={opinion.decision} />
              <span className="font-medium">{opinion.by}</span>
            </p>
            {opinion.categories.length > 0 && (
              <p className="text-soft text-xs">
                {opinion.clause && `${opinion.clause}, `}
                {opinion.categories.map((category) => CATEGORY_TITLES[category]).join(", ")}
                {opinion.severity && `, ${SEVERITY_WORDS[opinion.severity - 1]}`}
              </p>
            )}
            {opinion.reason && (
              <p dir="auto" className="mt-0.5 [overflow-wrap:anywhere]">
                {opinion.reason}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
