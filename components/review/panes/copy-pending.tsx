import type { DeskMedia } from "#lib/domain/media";

/** That there is nothing to look at yet, and how far it is; nothing where there is a copy, or a reason why there is none. */
export function CopyPending({ medium: { facts, renditions, problem } }: { medium: DeskMedia }) {
  if (renditions.view || problem) return null;
  const { progress } = facts;
  return (
    <div className="flex flex-col gap-1.5 text-soft text-sm print:hidden">
      <p role="status">
        {progress === undefined
          ? "Your copy is being made and will appear here."
          : "It is being taken apart."}
      </p>
      {progress !== undefined && (
        <progress aria-label="Taken apart" value={progress} max={1} className="h-1.5 w-full accent-accent" />
      )}
    </div>
  );
}
