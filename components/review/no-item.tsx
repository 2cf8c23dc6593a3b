import { ErrorState, Skeleton } from "#components/ui/feedback";
import type { Phase } from "./desk-state";
import { QuietDesk } from "./quiet-desk";
import type { DeskActions } from "./use-desk";

/** What stands in the item's place while there is none: on its way, nothing waiting, or not to be had. */
export function NoItem({ phase, actions }: { phase: Phase; actions: DeskActions }) {
  if (phase.name === "empty") return <QuietDesk claim={actions.claimQuietly} />;
  if (phase.name === "failed")
    return <ErrorState title="No item could be fetched" message={phase.message} onRetry={actions.claim} />;
  return (
    <div role="status" className="lg:grid lg:h-full lg:grid-cols-[minmax(0,1fr)_22.5rem_18rem]">
      <span className="sr-only">Fetching the next item</span>
      <div className="flex flex-col gap-3 bg-surface p-8">
        {["w-11/12", "w-full", "w-4/5", "w-2/3"].map((width) => (
          <Skeleton key={width} className={`h-4 max-w-[60ch] ${width}`} />
        ))}
      </div>
      <div className="hidden flex-col gap-3 border-line border-l p-4 lg:flex">
        {["a", "b", "c", "d", "e", "f", "g"].map((row) => (
          <Skeleton key={row} className="h-4" />
        ))}
      </div>
      <div className="hidden flex-col gap-3 border-line border-l p-4 lg:flex">
        <Skeleton className="h-16" />
        <Skeleton className="h-24" />
      </div>
    </div>
  );
}
