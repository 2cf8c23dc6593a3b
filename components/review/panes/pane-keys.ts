import type { MediaKind } from "#lib/domain/media";

/** What a key press asks of a pane that has focus. */
export type PaneCommand =
  | { do: "hold" | "keep" | "colour" | "enlarge" | "heat" | "words" }
  | { do: "play" | "mute" | "riskiest" }
  | { do: "zoom" | "opacity" | "speed" | "frame"; by: 1 | -1 }
  | { do: "seek"; seconds: number }
  | { do: "pan"; x: -1 | 0 | 1; y: -1 | 0 | 1 };

interface Press {
  key: string;
  shift: boolean;
  /** Ctrl, Alt or Meta. */
  modified: boolean;
  /** Focus is on a control that takes Space, Enter or arrows for itself. */
  onControl: boolean;
}

const PICTURE: Record<string, PaneCommand> = {
  "+": { do: "zoom", by: 1 },
  "=": { do: "zoom", by: 1 },
  "-": { do: "zoom", by: -1 },
  "]": { do: "opacity", by: 1 },
  "[": { do: "opacity", by: -1 },
  x: { do: "enlarge" },
  d: { do: "heat" },
  t: { do: "words" },
};

const PAN: Record<string, PaneCommand> = {
  arrowleft: { do: "pan", x: -1, y: 0 },
  arrowright: { do: "pan", x: 1, y: 0 },
  arrowup: { do: "pan", x: 0, y: -1 },
  arrowdown: { do: "pan", x: 0, y: 1 },
};

const LOOK: Record<string, PaneCommand> = {
  h: { do: "hold" },
  v: { do: "keep" },
  g: { do: "colour" },
};

const SOUND: Record<string, PaneCommand> = {
  p: { do: "play" },
  m: { do: "mute" },
  f: { do: "riskiest" },
  "]": { do: "speed", by: 1 },
  "[": { do: "speed", by: -1 },
};

const FRAMES: Record<string, PaneCommand> = {
  ".": { do: "frame", by: 1 },
  ",": { do: "frame", by: -1 },
};

const MAPS: Record<MediaKind, Record<string, PaneCommand>> = {
  image: { ...LOOK, ...PICTURE },
  audio: SOUND,
  video: { ...LOOK, ...SOUND, ...FRAMES },
};

const SEEK_SECONDS = 5;
const SHORT_SEEK_SECONDS = 1;

/**
 * The key map of a pane, in force only while focus is inside it. None of its letters is one of the desk's own, so that
 * a decision never depends on where focus is.
 */
export function paneCommand(kind: MediaKind, { key, shift, modified, onControl }: Press): PaneCommand | null {
  if (modified) return null;
  if (key === " ") return onControl ? null : kind === "image" ? { do: "hold" } : { do: "play" };
  if (kind !== "image" && !onControl && (key === "ArrowRight" || key === "ArrowLeft")) {
    const seconds = shift ? SHORT_SEEK_SECONDS : SEEK_SECONDS;
    return { do: "seek", seconds: key === "ArrowRight" ? seconds : -seconds };
  }
  const name = key.toLowerCase();
  return MAPS[kind][name] ?? (kind === "image" && !onControl ? PAN[name] : undefined) ?? null;
}

/**
 * The pane that F6 goes to from the pane `at`, or from outside of them (-1); -1 past the last or the first, where the key
 * is the browser's again, which goes on to its own panes.
 */
export function paneAfter(at: number, panes: number, back: boolean): number {
  const next = at < 0 ? (back ? panes - 1 : 0) : at + (back ? -1 : 1);
  return next < panes ? next : -1;
}

/** The key maps as people read them. */
export const PANE_KEYS: { title: string; keys: { keys: string[]; does: string }[] }[] = [
  {
    title: "Media",
    keys: [{ keys: ["F6"], does: "Go to the picture, sound or film; again for the next (back with Shift)" }],
  },
  {
    title: "In the picture or the film",
    keys: [
      { keys: ["H"], does: "Hold to see it; let go to hide it" },
      { keys: ["V"], does: "Keep it visible, or hide it again" },
      { keys: ["G"], does: "Colour or greyscale" },
      { keys: ["D", "[", "]"], does: "Heat map on or off, weaker, stronger (picture)" },
      { keys: ["T"], does: "Words on the picture marked or not" },
      { keys: ["+", "-", "arrows"], does: "Nearer or farther, and about (picture)" },
      { keys: ["X"], does: "Enlarge, hidden until asked for (picture)" },
    ],
  },
  {
    title: "In the sound or the film",
    keys: [
      { keys: ["P"], does: "Play or pause (also Space)" },
      { keys: ["M"], does: "Sound on or off" },
      { keys: ["F"], does: "Jump to the riskiest moment" },
      { keys: ["←", "→"], does: "Five seconds back or on; one with Shift" },
      { keys: ["[", "]"], does: "Slower or faster" },
      { keys: [",", "."], does: "One frame back or on (film)" },
    ],
  },
];
