"use client";

import { useState } from "react";
import { VisibleText } from "#components/content/annotated-text";
import { Blurred } from "#components/content/blurred";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { usePreferences } from "#lib/client/preferences";
import { ago, useNow } from "#lib/client/time";
import { useFirstSight } from "#lib/client/wellbeing";
import type { ClusterMember } from "#lib/domain/cluster";
import type { DeskMedia } from "#lib/domain/media";
import { ownWords } from "./cluster-choice";
import { KeptHiddenNote } from "./panes/kept-hidden-note";
import { PictureView } from "./panes/picture-view";

const MIDDLE = { x: 0.5, y: 0.5 };
const KIND_WORDS = { image: "picture", audio: "sound", video: "film" } as const;

export interface ClusterMemberRowProps {
  member: ClusterMember;
  /** Text of the item on the desk. */
  own: string;
  ticked: boolean;
  onTick: () => void;
}

/** One near-duplicate with its tick: who posted it when, what it says, its media hidden until asked for. */
export function ClusterMemberRow({ member, own, ticked, onTick }: ClusterMemberRowProps) {
  const now = useNow();
  const { blur } = usePreferences();
  const [revealed, setRevealed] = useState(false);
  const { contentId, author, text, media, similarity, receivedAt } = member;
  return (
    <li className="rounded-lg border border-line bg-surface p-3 text-sm has-checked:border-accent">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <Checkbox
          checked={ticked}
          onChange={onTick}
          label={<span className="font-mono text-xs">{contentId}</span>}
          hint={[author, ago(receivedAt, now)].filter(Boolean).join(", ")}
        />
        <span className="tabular ml-auto text-faint text-xs">{Math.round(similarity * 100)}% alike</span>
      </div>
      {text && (
        <div className="mt-2">
          <Blurred hidden={blur && !revealed} onReveal={() => setRevealed(true)}>
            <p
              dir="auto"
              tabIndex={text.length > 400 ? 0 : undefined}
              className="max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]"
            >
              {ownWords(text, own).map((stretch, index) =>
                stretch.own ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a fixed text never move
                  <mark key={index} className="rounded-xs bg-accent-wash font-medium text-accent-ink">
                    <VisibleText text={stretch.text} />
                  </mark>
                ) : (
                  // biome-ignore lint/suspicious/noArrayIndexKey: stretches of a fixed text never move
                  <VisibleText key={index} text={stretch.text} />
                ),
              )}
            </p>
          </Blurred>
        </div>
      )}
      {media.map((medium) => (
        <HiddenMedium key={medium.id} medium={medium} />
      ))}
    </li>
  );
}

/** A picture (or a film's poster) as a mosaic until somebody asks for it, then in grey; or as the person's defaults say. */
function HiddenMedium({ medium }: { medium: DeskMedia }) {
  const { blur, greyscale } = useFirstSight(medium.keptHidden);
  const [asked, setAsked] = useState<boolean | null>(null);
  const shown = asked ?? !blur;
  const { kind, renditions, facts } = medium;
  const src = renditions.view ?? renditions.poster;
  const word = KIND_WORDS[kind];
  if (kind === "audio" || !src)
    return <p className="mt-2 text-faint text-xs">With a {word}, the same file as on your desk.</p>;
  return (
    <div className="mt-2 flex flex-wrap items-end gap-2">
      <KeptHiddenNote medium={medium} />
      <PictureView
        className="w-40"
        src={src}
        shown={shown}
        colour={!greyscale}
        ratio={(facts.width ?? 4) / (facts.height ?? 3)}
        heatmap={null}
        heatOpacity={0}
        boxes={[]}
        zoom={1}
        centre={MIDDLE}
      />
      <Button size="sm" aria-pressed={shown} onClick={() => setAsked(!shown)}>
        {shown ? `Hide the ${word}` : `Show the ${word}`}
      </Button>
    </div>
  );
}
