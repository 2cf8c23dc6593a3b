"use client";

import clsx from "clsx";
import { useEffect, useRef } from "react";
import type { Heatmap } from "#lib/domain/media";
import { HeatMap } from "./heat-map";
import { Mosaic } from "./mosaic";
import type { WordBox } from "./pane-model";

export interface PictureViewProps {
  src: string;
  /** Whether it may be seen; otherwise a mosaic stands in its place. */
  shown: boolean;
  colour: boolean;
  /** Width over height. */
  ratio: number;
  heatmap: Heatmap | null;
  heatOpacity: number;
  boxes: WordBox[];
  /** 1 fits it in. */
  zoom: number;
  /** Which part is in the middle, fractions. */
  centre: { x: number; y: number };
  /** Half as large, for those who wish it. */
  reduced?: boolean;
  className?: string;
}

/** A picture with what the models saw in it: hidden, grey or plain; heat map and boxes on top, all in one scale. */
export function PictureView(props: PictureViewProps) {
  const { src, shown, colour, ratio, heatmap, heatOpacity, boxes, zoom, centre, reduced, className } = props;
  const frame = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the middle moves when the scale changes
  useEffect(() => {
    const box = frame.current;
    if (!box) return;
    box.scrollLeft = centre.x * box.scrollWidth - box.clientWidth / 2;
    box.scrollTop = centre.y * box.scrollHeight - box.clientHeight / 2;
  }, [centre, zoom]);
  return (
    <div
      ref={frame}
      className={clsx("relative grid overflow-hidden rounded-md bg-sunken print:hidden", className)}
    >
      <div
        data-medium
        className="relative m-auto overflow-hidden"
        style={{
          aspectRatio: ratio,
          width: `calc(min(${reduced ? "50%" : "100%"}, ${reduced ? 13 : 26}rem * ${ratio}) * ${zoom})`,
        }}
      >
        {shown ? (
          // biome-ignore lint/performance/noImgElement: a signed address of a private medium, never to be cached by an optimiser
          <img
            src={src}
            alt=""
            draggable={false}
            data-revealed
            className={clsx("size-full select-none object-fill", !colour && "grayscale")}
          />
        ) : (
          <Mosaic src={src} />
        )}
        {heatmap && <HeatMap heatmap={heatmap} opacity={heatOpacity} />}
        {boxes.map(({ word, box, weight }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: boxes of one picture never move
            key={index}
            aria-hidden
            title={shown ? word : undefined}
            data-word-box
            className={clsx(
              "absolute rounded-xs outline-2 outline-offset-1",
              weight > 0 ? "bg-heat-line/25 outline-heat-line" : "outline-accent/80 outline-dashed",
            )}
            style={{
              left: `${box.x * 100}%`,
              top: `${box.y * 100}%`,
              width: `${box.width * 100}%`,
              height: `${box.height * 100}%`,
            }}
          />
        ))}
      </div>
    </div>
  );
}
