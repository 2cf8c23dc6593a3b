"use client";

import { useEffect, useRef } from "react";
import type { Heatmap } from "#lib/domain/media";
import { heatPixels } from "./heat-pixels";

export interface HeatMapProps {
  heatmap: Heatmap;
  /** 0 to 1. */
  opacity: number;
}

/** A heat map laid over the box it stands in: a canvas with one pixel per cell, which the browser stretches smoothly. */
export function HeatMap({ heatmap, opacity }: HeatMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { columns, rows } = heatmap;
  useEffect(() => {
    const context = ref.current?.getContext("2d");
    context?.putImageData(new ImageData(heatPixels(heatmap), heatmap.columns, heatmap.rows), 0, 0);
  }, [heatmap]);
  return (
    <canvas
      ref={ref}
      aria-hidden
      data-heat-map
      width={columns}
      height={rows}
      className="pointer-events-none absolute inset-0 size-full"
      style={{ opacity }}
    />
  );
}
