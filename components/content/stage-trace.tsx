import { CircleCheck, CircleDashed, CircleX, Clock, FastForward } from "lucide-react";
import type { ComponentType } from "react";
import type { StageResult } from "#lib/domain/verdict";

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;

const OUTCOMES: Record<StageResult["outcome"], { icon: Icon; look: string; words: string }> = {
  continue: { icon: CircleCheck, look: "text-faint", words: "passed on" },
  exit: { icon: FastForward, look: "text-accent-ink", words: "was certain" },
  skipped: { icon: CircleDashed, look: "text-faint", words: "skipped" },
  failed: { icon: CircleX, look: "text-block-ink", words: "failed" },
  timeout: { icon: Clock, look: "text-flag-ink", words: "timed out" },
};

/** Which stages looked at the item, in order, how long they took and how they ended. */
export function StageTrace({ stages, totalMs }: { stages: StageResult[]; totalMs: number | null }) {
  if (stages.length === 0) return <p className="text-faint text-sm">No stage has run on this item.</p>;
  return (
    <ol className="flex flex-col gap-1 text-sm">
      {stages.map((stage) => {
        const { icon: Shape, look, words } = OUTCOMES[stage.outcome];
        return (
          <li key={stage.stage} className="flex flex-wrap items-center gap-x-2">
            <Shape aria-hidden className={`size-3.5 shrink-0 ${look}`} />
            <span className="truncate" title={stage.model}>
              {stage.stage}
            </span>
            <span className="text-faint text-xs">{words}</span>
            <span className="tabular ml-auto text-faint text-xs">{stage.ms.toFixed(1)} ms</span>
            {(stage.reason || !stage.covered) && (
              <span className="w-full pl-5.5 text-faint text-xs">
                {stage.reason ?? "does not know this language"}
              </span>
            )}
          </li>
        );
      })}
      {totalMs !== null && (
        <li className="tabular mt-0.5 border-line border-t pt-1 text-right text-faint text-xs">
          verdict after {totalMs} ms
        </li>
      )}
    </ol>
  );
}
