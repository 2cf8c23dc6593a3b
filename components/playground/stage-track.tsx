import clsx from "clsx";
import { CircleCheck, CircleDashed, CircleX, Clock, FastForward, LoaderCircle } from "lucide-react";
import type { TraceState } from "#lib/client/playground";
import type { StageResult } from "#lib/domain/verdict";

const LEVELS = ["Rules and lists", "Small models", "Deep models"];

const OUTCOMES: Record<StageResult["outcome"], string> = {
  continue: "passed on",
  exit: "certain",
  skipped: "skipped",
  failed: "failed",
  timeout: "too slow",
};

/** The stages of the cascade in their order, each as it is known at this moment. */
export function StageTrack({ trace }: { trace: TraceState }) {
  const { stages, results, current, verdict } = trace;
  if (stages.length === 0) return <p className="text-faint text-sm">The stages show here as they finish.</p>;
  return (
    <ol className="flex flex-col">
      {stages.map(({ name, level, model }, at) => {
        const result = results.find(({ stage }) => stage === name);
        const state = result ? "done" : current.includes(name) ? "running" : verdict ? "spared" : "ahead";
        return (
          <li key={name} className="relative flex gap-3 pb-4 last:pb-0">
            {at < stages.length - 1 && (
              <span
                aria-hidden
                className={clsx("absolute top-6 bottom-0 left-2.5 w-px", result ? "bg-accent" : "bg-line")}
              />
            )}
            <Sign state={state} result={result} />
            <div className="min-w-0 grow">
              <p className="flex items-baseline gap-2 text-sm">
                <span className="truncate font-medium">{name}</span>
                <span className="tabular ml-auto shrink-0 text-faint text-xs">
                  {result && `${result.ms.toFixed(1)} ms`}
                  {state === "running" && "at work"}
                  {state === "spared" && "not needed"}
                  {state === "ahead" && "next"}
                </span>
              </p>
              <p className="text-faint text-xs">
                {LEVELS[level]}
                {result ? `: ${found(result)}` : `, ${model}`}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function found({ outcome, matches, scores, language, reason }: StageResult): string {
  if (reason) return reason;
  const parts: string[] = [];
  if (language) parts.push(`language ${language.code}`);
  if (matches.length > 0) parts.push(`${matches.length} ${matches.length === 1 ? "match" : "matches"}`);
  const scored = Object.keys(scores).length;
  if (scored > 0) parts.push(`${scored} scores`);
  if (parts.length === 0) parts.push("nothing found");
  return `${parts.join(", ")}, ${OUTCOMES[outcome]}`;
}

function Sign({ state, result }: { state: string; result: StageResult | undefined }) {
  const look = "mt-0.5 size-5 shrink-0 bg-surface";
  if (state === "running")
    return <LoaderCircle aria-hidden className={clsx(look, "text-accent-ink motion-safe:animate-spin")} />;
  if (!result) return <CircleDashed aria-hidden className={clsx(look, "text-faint")} />;
  if (result.outcome === "failed") return <CircleX aria-hidden className={clsx(look, "text-block")} />;
  if (result.outcome === "timeout") return <Clock aria-hidden className={clsx(look, "text-flag-ink")} />;
  if (result.outcome === "exit") return <FastForward aria-hidden className={clsx(look, "text-accent-ink")} />;
  return <CircleCheck aria-hidden className={clsx(look, "text-accent-ink")} />;
}
