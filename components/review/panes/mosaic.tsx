"use client";

import clsx from "clsx";
import { useEffect, useRef, useState } from "react";

/** Cells along the longer side: enough to tell that there is a picture, too few to tell of what. */
const CELLS = 9;

export interface MosaicProps {
  src: string;
  className?: string;
}

/**
 * A picture nobody has asked to see yet: some eighty grey cells of it, blurred. The picture itself is never part of the page,
 * so that no zoom, print, slow style sheet or missing filter can show it.
 */
export function Mosaic({ src, className }: MosaicProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  useEffect(() => {
    const picture = new Image();
    let gone = false;
    picture.onload = () => {
      if (gone || !ref.current) return;
      const scale = CELLS / Math.max(picture.naturalWidth, picture.naturalHeight);
      const canvas = ref.current;
      canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
      canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) return;
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      toGrey(context, canvas.width, canvas.height);
      setState("ready");
    };
    picture.onerror = () => !gone && setState("failed");
    picture.src = src;
    return () => {
      gone = true;
    };
  }, [src]);
  return (
    <>
      <canvas
        ref={ref}
        aria-hidden
        data-mosaic={state}
        width={1}
        height={1}
        className={clsx("size-full scale-105 opacity-70 blur-md", className)}
      />
      {state === "failed" && (
        <p className="absolute inset-x-2 bottom-2 text-center text-block-ink text-xs">
          It cannot be shown. Load the page again to get a fresh address.
        </p>
      )}
    </>
  );
}

/** Weights of ITU-R BT.709, as CSS greyscale uses. */
function toGrey(context: CanvasRenderingContext2D, width: number, height: number): void {
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const grey = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0);
    data[at] = data[at + 1] = data[at + 2] = grey;
  }
  context.putImageData(image, 0, 0);
}
