"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useRef } from "react";
import { useCopies } from "#lib/client/items";
import { type DeskMedia, MEDIA_KINDS, type MediaKind } from "#lib/domain/media";
import type { Category } from "#lib/domain/taxonomy";
import type { StageResult } from "#lib/domain/verdict";
import { AudioPane } from "./audio-pane";
import { ImagePane, type MediumPaneProps } from "./image-pane";
import { paneAfter } from "./pane-keys";
import { findingsOf } from "./pane-model";
import { VideoPane } from "./video-pane";

export interface MediaPanesProps {
  itemId: string;
  media: DeskMedia[];
  stages: StageResult[];
  /** The category whose marks show. */
  shown: Category | null;
  /** The text of the item, which stands beside its media. */
  children?: ReactNode;
}

const PANES: Record<MediaKind, (props: MediumPaneProps) => ReactNode> = {
  image: ImagePane,
  audio: AudioPane,
  video: VideoPane,
};

/** Everything one item holds, side by side: its text and a pane for each medium. F6 goes from one to the next, as in other programs. */
export function MediaPanes({ itemId, media, stages, shown, children }: MediaPanesProps) {
  const set = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, altKey, metaKey, shiftKey, defaultPrevented } = event;
      if (defaultPrevented || ctrlKey || altKey || metaKey || key !== "F6") return;
      if (document.querySelector("dialog[open], [role=menu]")) return;
      const panes = [...(set.current?.querySelectorAll<HTMLElement>("[data-pane]") ?? [])];
      const at = panes.findIndex((pane) => pane.contains(document.activeElement));
      const next = panes[paneAfter(at, panes.length, shiftKey)];
      if (!next) return;
      next.focus();
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const current = useCopies(itemId, media);
  const inOrder = MEDIA_KINDS.flatMap((kind) => current.filter((medium) => medium.kind === kind));
  return (
    <div ref={set} className="@container">
      <div className={clsx("grid items-start gap-3", media.length > 1 && "@2xl:grid-cols-2")}>
        {children && (
          <div className={clsx("min-w-0", media.length !== 1 && "@2xl:col-span-2")}>{children}</div>
        )}
        {inOrder.map((medium) => {
          const Pane = PANES[medium.kind];
          return (
            <div
              key={medium.id}
              className={clsx("min-w-0", medium.kind === "video" && media.length > 2 && "@2xl:col-span-2")}
            >
              <Pane medium={medium} findings={findingsOf(stages, medium.kind)} shown={shown} />
            </div>
          );
        })}
      </div>
      <p className="hidden text-faint text-xs print:block">Media are not printed.</p>
    </div>
  );
}
