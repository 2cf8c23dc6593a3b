import { Skeleton } from "#components/ui/feedback";
import type { TraceState } from "#lib/client/playground";
import { scoreFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import { PartsFlipCard } from "./parts-flip-card";

/** What would have to go for it to be approved, words or a whole part, as the cascade itself confirmed. */
export function FlipCard({ trace }: { trace: TraceState }) {
  const { verdict, flip, phase, text, results } = trace;
  if (!verdict) return <p className="text-faint text-sm">Known once there is a verdict.</p>;
  if (verdict.decision === "APPROVE")
    return <p className="text-soft text-sm">Nothing needs to change: it is approved as it is.</p>;
  if (trace.picture) return <PartsFlipCard trace={trace} />;
  if (results.some(({ matches }) => matches.length > 0))
    return <p className="text-soft text-sm">A list entry matched. Without it the models decide.</p>;
  if (!flip)
    return phase === "searching" ? (
      <div className="flex flex-col gap-2">
        <p className="text-faint text-sm">Trying the text without its strongest words…</p>
        <Skeleton className="h-5" />
      </div>
    ) : (
      <p className="text-faint text-sm">No model said which words it looked at.</p>
    );
  if (flip.passes === 0)
    return <p className="text-soft text-sm">No words stand out that it could be tried without.</p>;
  if (!flip.flip)
    return (
      <p className="text-soft text-sm">
        No few words carry it: it stayed as it is in {flip.passes} attempts without some of them.
      </p>
    );
  const { removed, category, score } = flip.flip;
  return (
    <>
      <p dir="auto" className="whitespace-pre-wrap text-base [overflow-wrap:anywhere]">
        {pieces(text, removed).map(({ start, words, gone }) =>
          gone ? (
            <del key={start} className="rounded-xs bg-block-wash px-0.5 text-block-ink decoration-2">
              {words}
            </del>
          ) : (
            <span key={start}>{words}</span>
          ),
        )}
      </p>
      <p className="mt-2 text-soft text-sm">
        Without {removed.length === 1 ? "this word" : `these ${removed.length} words`} it would be approved;
        the score nearest to its threshold is then {CATEGORY_TITLES[category].toLowerCase()} with{" "}
        {scoreFigure(score)}.
      </p>
      <p className="tabular mt-1 text-faint text-xs">
        Checked by the cascade itself: {flip.passes} variants in {Math.round(flip.ms)} ms.
      </p>
    </>
  );
}

function pieces(text: string, removed: { start: number; end: number }[]) {
  const cut: { start: number; words: string; gone: boolean }[] = [];
  let at = 0;
  for (const { start, end } of removed) {
    if (start > at) cut.push({ start: at, words: text.slice(at, start), gone: false });
    cut.push({ start, words: text.slice(start, end), gone: true });
    at = end;
  }
  if (at < text.length) cut.push({ start: at, words: text.slice(at), gone: false });
  return cut;
}
