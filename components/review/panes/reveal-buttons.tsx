"use client";

import { Eye, EyeOff, Palette } from "lucide-react";
import { Button, IconButton } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { Reveal } from "./use-reveal";

/** The ways to see a hidden medium: for as long as it is held, kept, in colour. */
export function RevealButtons({ reveal, what }: { reveal: Reveal; what: string }) {
  const { shown, kept, colour } = reveal;
  return (
    <>
      {!kept && (
        <Button
          size="sm"
          icon={<Eye aria-hidden className="size-3.5" />}
          aria-pressed={shown}
          onPointerDown={reveal.hold}
          onPointerUp={reveal.letGo}
          onPointerLeave={reveal.letGo}
          onPointerCancel={reveal.letGo}
          onKeyDown={(event) => {
            if (event.key !== " " && event.key !== "Enter") return;
            event.preventDefault();
            reveal.hold();
          }}
          onKeyUp={(event) => (event.key === " " || event.key === "Enter") && reveal.letGo()}
          onBlur={reveal.letGo}
          onContextMenu={(event) => event.preventDefault()}
        >
          Hold to see <Kbd>H</Kbd>
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        icon={kept ? <EyeOff aria-hidden className="size-3.5" /> : undefined}
        onClick={reveal.toggleKept}
      >
        {kept ? "Hide" : "Keep visible"} <Kbd>V</Kbd>
      </Button>
      <IconButton
        size="sm"
        label={colour ? `Show the ${what} in grey` : `Show the ${what} in colour`}
        hint={colour ? "Greyscale (G)" : "Colour (G)"}
        aria-pressed={colour}
        icon={<Palette aria-hidden className="size-3.5" />}
        onClick={reveal.toggleColour}
      />
    </>
  );
}
