import { Skeleton } from "#components/ui/feedback";
import type { PartsFlip, TraceState } from "#lib/client/playground";
import { scoreFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES } from "#lib/domain/terms";

type Without = PartsFlip["without"][number];

const PARTS: Record<Without["part"], string> = { text: "text", image: "picture" };
const BECOMES: Record<Without["decision"], string> = {
  APPROVE: "it goes out at once",
  FLAG: "it still waits for a person",
  BLOCK: "it is still taken down by the machine",
};

/** Which of a text and its picture would have to go for the rest to be approved. */
export function PartsFlipCard({ trace: { parts, phase, text } }: { trace: TraceState }) {
  if (text.trim() === "")
    return (
      <p className="text-soft text-sm">There is only the picture: without it nothing is left to judge.</p>
    );
  if (!parts)
    return phase === "searching" ? (
      <div className="flex flex-col gap-2">
        <p className="text-faint text-sm">Trying it without the text, and without the picture…</p>
        <Skeleton className="h-5" />
      </div>
    ) : (
      <p className="text-faint text-sm">It was not found out: the connection ended before.</p>
    );
  return (
    <>
      <p className="text-sm">{summaryOf(parts.without)}</p>
      <ul className="mt-2 flex flex-col gap-1 text-soft text-sm">
        {parts.without.map(({ part, decision, category, score }) => (
          <li key={part}>
            Without the {PARTS[part]} {BECOMES[decision]}; the score that stands highest against its threshold
            is then {CATEGORY_TITLES[category].toLowerCase()} with {scoreFigure(score)}.
          </li>
        ))}
      </ul>
      <p className="tabular mt-1 text-faint text-xs">
        Checked by the cascade itself: {parts.without.length} variants in {Math.round(parts.ms)} ms.
      </p>
    </>
  );
}

/** What the two tries say together. */
export function summaryOf(without: readonly Without[]): string {
  const flips = without.filter(({ decision }) => decision === "APPROVE").map(({ part }) => PARTS[part]);
  if (flips.length === 0) return "Either part is enough for this decision by itself.";
  if (flips.length === 1) return `The ${flips[0]} decides: without it the rest would be approved.`;
  return "It takes both parts together: each by itself would be approved.";
}
