import clsx from "clsx";

/** Words in which `backticks` mark code; the names of errors lead to their page. */
export function Prose({ text, className, inline }: { text: string; className?: string; inline?: boolean }) {
  const parts = text.split(/`([^`]+)`/);
  const Frame = inline ? "span" : "p";
  return (
    <Frame className={clsx(!inline && "max-w-3xl text-soft", className)}>
      {parts.map((part, at) => {
        // Parts come in the order of the text and never move.
        const key = `${at} ${part}`;
        if (at % 2 === 0) return part;
        if (inline)
          return (
            <a
              key={key}
              href={`/docs/errors#${part}`}
              className="font-mono text-xs underline decoration-line-strong underline-offset-2 hover:text-ink"
            >
              {part}
            </a>
          );
        return (
          <code key={key} className="rounded-sm bg-sunken px-1 font-mono text-xs">
            {part}
          </code>
        );
      })}
    </Frame>
  );
}
