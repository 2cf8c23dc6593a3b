"use client";

import { Maximize2, ScanText, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import { GapNote } from "#components/content/gap-note";
import { IconButton } from "#components/ui/button";
import { Slider } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { useViewDefaults } from "#lib/client/wellbeing";
import type { DeskMedia } from "#lib/domain/media";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import { CopyPending } from "./copy-pending";
import { KeptHiddenNote } from "./kept-hidden-note";
import { PaneFrame } from "./pane-frame";
import type { PaneCommand } from "./pane-keys";
import { alternativeText, gapOf, heatOf, type MediumFindings, mediumTitle, wordBoxes } from "./pane-model";
import { PictureView } from "./picture-view";
import { ReadWords } from "./read-words";
import { RevealButtons } from "./reveal-buttons";
import { type Reveal, useReveal } from "./use-reveal";

export interface MediumPaneProps {
  medium: DeskMedia;
  findings: MediumFindings;
  /** The category on show. */
  shown: Category | null;
}

const ZOOMS = [1, 1.5, 2, 3, 4];
const PAN = 0.15;
const MIDDLE = { x: 0.5, y: 0.5 };

function usePictureTools(reveal: Reveal, enlarge: () => void) {
  const [zoom, setZoom] = useState(0);
  const [centre, setCentre] = useState(MIDDLE);
  const [heat, setHeat] = useState(true);
  const [opacity, setOpacity] = useState(0.6);
  const [words, setWords] = useState(true);
  const nearer = (by: number) => {
    setZoom((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + by)));
    if (by < 0 && zoom <= 1) setCentre(MIDDLE);
  };
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const obey = (command: PaneCommand) => {
    if (command.do === "hold") reveal.hold();
    if (command.do === "keep") reveal.toggleKept();
    if (command.do === "colour") reveal.toggleColour();
    if (command.do === "enlarge") enlarge();
    if (command.do === "heat") setHeat(!heat);
    if (command.do === "words") setWords(!words);
    if (command.do === "zoom") nearer(command.by);
    if (command.do === "opacity") setOpacity((now) => clamp(Math.round((now + command.by * 0.1) * 10) / 10));
    if (command.do === "pan")
      setCentre(({ x, y }) => ({ x: clamp(x + command.x * PAN), y: clamp(y + command.y * PAN) }));
  };
  return {
    zoom: ZOOMS[zoom] as number,
    centre,
    heat,
    setHeat,
    opacity,
    setOpacity,
    words,
    setWords,
    nearer,
    obey,
  };
}

/** A picture: hidden and grey until asked for, with heat map, words and zoom; enlarged it starts hidden again. */
export function ImagePane(props: MediumPaneProps) {
  const [large, setLarge] = useState(false);
  const { medium, findings, shown } = props;
  return (
    <>
      <PictureTools {...props} onEnlarge={() => setLarge(true)} />
      <Dialog open={large} onClose={() => setLarge(false)} size="lg" title="Picture, enlarged">
        {large && <PictureTools medium={medium} findings={findings} shown={shown} />}
      </Dialog>
    </>
  );
}

function PictureTools({ medium, findings, shown, onEnlarge }: MediumPaneProps & { onEnlarge?: () => void }) {
  const reveal = useReveal(medium);
  const { reduced } = useViewDefaults();
  const tools = usePictureTools(reveal, () => onEnlarge?.());
  const { facts, renditions, problem } = medium;
  const heat = heatOf(findings, shown);
  const boxes = wordBoxes(findings, shown);
  return (
    <PaneFrame
      kind="image"
      title={onEnlarge ? mediumTitle(medium) : `${mediumTitle(medium)} · enlarged`}
      alternative={alternativeText(medium, findings, shown)}
      problem={problem}
      onCommand={tools.obey}
      onRelease={reveal.letGo}
    >
      <CopyPending medium={medium} />
      <KeptHiddenNote medium={medium} />
      {renditions.view && (
        <>
          <PictureView
            src={renditions.view}
            shown={reveal.shown}
            colour={reveal.colour}
            ratio={(facts.width ?? 4) / (facts.height ?? 3)}
            heatmap={tools.heat ? (heat?.heatmap ?? null) : null}
            heatOpacity={tools.opacity}
            boxes={tools.words ? boxes : []}
            zoom={tools.zoom}
            reduced={reduced && onEnlarge !== undefined}
            centre={tools.centre}
          />
          <div className="flex flex-wrap items-center gap-1.5 print:hidden">
            <RevealButtons reveal={reveal} what="picture" />
            <span className="ml-auto inline-flex items-center">
              <IconButton
                size="sm"
                label="Farther"
                hint="Farther (-)"
                disabled={tools.zoom === ZOOMS[0]}
                icon={<ZoomOut aria-hidden className="size-3.5" />}
                onClick={() => tools.nearer(-1)}
              />
              <IconButton
                size="sm"
                label="Nearer"
                hint="Nearer (+)"
                disabled={tools.zoom === ZOOMS.at(-1)}
                icon={<ZoomIn aria-hidden className="size-3.5" />}
                onClick={() => tools.nearer(1)}
              />
              {onEnlarge && (
                <IconButton
                  size="sm"
                  label="Enlarge"
                  hint="Enlarge (X)"
                  icon={<Maximize2 aria-hidden className="size-3.5" />}
                  onClick={onEnlarge}
                />
              )}
            </span>
          </div>
          <HeatControls tools={tools} category={shown} hasHeat={heat !== null} words={boxes.length} />
        </>
      )}
      <ReadWords mediumId={medium.id} on="picture" words={boxes} />
      <GapNote gap={gapOf(findings.words, shown)} />
    </PaneFrame>
  );
}

interface HeatControlsProps {
  tools: ReturnType<typeof usePictureTools>;
  category: Category | null;
  hasHeat: boolean;
  words: number;
}

function HeatControls({ tools, category, hasHeat, words }: HeatControlsProps) {
  const about = category ? CATEGORY_TITLES[category] : "No category";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-faint text-xs print:hidden">
      {hasHeat ? (
        <span className="inline-flex min-w-0 grow items-center gap-2">
          <span className="shrink-0">Heat map: {about}</span>
          <Slider
            min={0}
            max={1}
            step={0.1}
            value={tools.heat ? tools.opacity : 0}
            aria-label={`Strength of the heat map for ${about}`}
            onChange={(event) => {
              tools.setHeat(true);
              tools.setOpacity(Number(event.target.value));
            }}
          />
        </span>
      ) : (
        <span>{about}: no heat map.</span>
      )}
      {words > 0 && (
        <IconButton
          size="sm"
          label={`${words} words marked`}
          hint="Words on the picture (T)"
          aria-pressed={tools.words}
          icon={<ScanText aria-hidden className="size-3.5" />}
          onClick={() => tools.setWords(!tools.words)}
        />
      )}
    </div>
  );
}
