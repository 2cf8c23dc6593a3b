"use client";

import clsx from "clsx";
import { Fragment, useState } from "react";
import { VisibleText } from "#components/content/annotated-text";
import { Blurred } from "#components/content/blurred";
import { usePreferences } from "#lib/client/preferences";
import type { WordBox } from "./pane-model";
import { heatLook } from "./spoken-text";

export interface ReadWordsProps {
  mediumId: string;
  /** What they stand on: "picture" or "film". */
  on: string;
  words: WordBox[];
}

/**
 * The words that were read off a picture or a film, as text: for those who do not see it, or do not want to. Those that
 * speak for the category on show are marked. Blurred until asked for where texts are.
 */
export function ReadWords({ mediumId, on, words }: ReadWordsProps) {
  const { blur } = usePreferences();
  const [read, setRead] = useState<string | null>(null);
  if (words.length === 0) return null;
  const hidden = blur && read !== mediumId;
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-faint text-xs">Words on the {on}</h3>
      <Blurred hidden={hidden} onReveal={() => setRead(mediumId)}>
        <section
          aria-label={`Words on the ${on}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          dir="auto"
          className={clsx(
            "relative max-h-28 overflow-y-auto text-sm [overflow-wrap:anywhere] -outline-offset-2",
            hidden && "min-h-9",
          )}
        >
          {words.map(({ word, weight }, index) => {
            const look = heatLook(weight);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: words of one medium never move
              <Fragment key={index}>
                {look ? (
                  <mark className={clsx("rounded-xs text-ink", look)}>
                    <VisibleText text={word} />
                  </mark>
                ) : (
                  <VisibleText text={word} />
                )}{" "}
              </Fragment>
            );
          })}
        </section>
      </Blurred>
    </div>
  );
}
