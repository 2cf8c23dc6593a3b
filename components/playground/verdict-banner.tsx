import clsx from "clsx";
import { LoaderCircle } from "lucide-react";
import { DECISION_LOOKS } from "#components/ui/badge";
import type { TraceState } from "#lib/client/playground";
import { reasonsOf } from "./reasons";

const WASHES = {
  APPROVE: "border-approve/30 bg-approve-wash",
  FLAG: "border-flag/40 bg-flag-wash",
  BLOCK: "border-block/30 bg-block-wash",
};
const INKS = { APPROVE: "text-approve-ink", FLAG: "text-flag-ink", BLOCK: "text-block-ink" };
const MEANINGS = {
  APPROVE: "goes out at once",
  FLAG: "waits for a person",
  BLOCK: "is taken down by the machine",
};

/** What was decided, and why in the policy's words. */
export function VerdictBanner({ trace }: { trace: TraceState }) {
  const { verdict, policy, ms, phase } = trace;
  if (!verdict || !policy)
    return (
      <div className="flex min-h-24 items-center gap-3 rounded-lg border border-line bg-surface px-4 py-4 text-soft">
        {phase === "empty" ? (
          "Type something, take one of the examples, or add a picture."
        ) : (
          <>
            <LoaderCircle aria-hidden className="size-5 text-faint motion-safe:animate-spin" />
            Reading…
          </>
        )}
      </div>
    );
  const { decision } = verdict;
  const { icon: Shape, word } = DECISION_LOOKS[decision];
  return (
    <div
      className={clsx(
        "flex min-h-24 gap-4 rounded-lg border px-4 py-4 motion-safe:transition-colors",
        WASHES[decision],
        phase === "waiting" && "opacity-60",
      )}
    >
      <Shape aria-hidden className={clsx("mt-0.5 size-7 shrink-0", INKS[decision])} />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={clsx("font-semibold text-xl tracking-tight", INKS[decision])}>{word}</span>
          <span className="text-soft">{MEANINGS[decision]}</span>
          <span className="tabular ml-auto text-faint text-sm">
            {[
              verdict.confidence > 0 && `${Math.round(verdict.confidence * 100)}% sure`,
              ms !== null && `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
            ]
              .filter(Boolean)
              .join(", ")}
          </span>
        </p>
        <ul className="mt-1 flex flex-col gap-0.5 text-sm">
          {reasonsOf(verdict, policy).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
