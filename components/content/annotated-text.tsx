"use client";

import clsx from "clsx";
import { memo, useMemo } from "react";
import type { RuleMatch, Span } from "#lib/domain/verdict";
import { showHidden } from "./hidden-characters";
import { type Heat, type Segment, segmentText } from "./segments";

/** Weight is told twice: by the depth of the colour and by the thickness (or dots) of the line below. */
export const HEAT_LOOKS: Record<Heat, string> = {
  [-1]: "bg-cool-wash underline decoration-cool-line decoration-dotted decoration-2 underline-offset-4",
  0: "bg-transparent",
  1: "bg-heat-1 underline decoration-heat-line decoration-1 underline-offset-4",
  2: "bg-heat-2 underline decoration-heat-line decoration-[1.5px] underline-offset-4",
  3: "bg-heat-3 underline decoration-heat-line decoration-2 underline-offset-4",
  4: "bg-heat-4 underline decoration-heat-line decoration-3 underline-offset-4",
  5: "bg-heat-5 underline decoration-heat-line decoration-4 underline-offset-4",
};

const ARROWS = /[<>=-]{2}/;

export const RULE_LOOK = "rounded-xs outline-2 outline-accent outline-dashed outline-offset-1";

export interface AnnotatedTextProps {
  text: string;
  /** Of the category on show; empty when the overlay is off. */
  spans: Span[];
  rules: RuleMatch[];
  className?: string;
}

/** A post's own words with what the models and lists saw in them. Direction follows the text. */
export const AnnotatedText = memo(function AnnotatedText({
  text,
  spans,
  rules,
  className,
}: AnnotatedTextProps) {
  const segments = useMemo(() => segmentText(text, spans, rules), [text, spans, rules]);
  return (
    <div
      dir="auto"
      className={clsx(
        "whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]",
        // Other scripts may need the font's alternates, so they are left out only where they would change signs.
        ARROWS.test(text) && "as-typed",
        className,
      )}
    >
      {segments.map((segment) => (
        <Stretch key={segment.start} text={text} segment={segment} />
      ))}
    </div>
  );
});

/** Words of a post with every hidden character shown as a sign; for places without marks, such as excerpts. */
export function VisibleText({ text, before }: { text: string; before?: string }) {
  return showHidden(text, before).map((piece, index) =>
    "text" in piece ? (
      piece.text
    ) : (
      <abbr
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text never move
        key={index}
        title={piece.name}
        className="mx-px rounded-xs border border-flag/60 bg-flag-wash px-0.5 font-mono text-[0.7em] text-flag-ink no-underline"
      >
        {piece.sign}
      </abbr>
    ),
  );
}

function Stretch({ text, segment }: { text: string; segment: Segment }) {
  const { start, end, heat, rules } = segment;
  const content = (
    <VisibleText text={text.slice(start, end)} before={text.slice(Math.max(0, start - 2), start)} />
  );
  if (heat === 0 && rules.length === 0) return content;
  return (
    <mark
      className={clsx("rounded-xs text-ink", HEAT_LOOKS[heat], rules.length > 0 && RULE_LOOK)}
      title={rules.length > 0 ? rules.map((rule) => `List entry: ${rule.value}`).join(", ") : undefined}
    >
      {content}
    </mark>
  );
}
