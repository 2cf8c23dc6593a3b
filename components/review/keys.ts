import { CATEGORIES, type Category } from "#lib/domain/terms";

export type Mode = "judge" | "block" | "escalate";

/** What a key press asks of the desk. */
export type Command =
  | { do: "approve" | "block" | "confirm" | "cancel" | "escalate" | "skip" | "undo" | "note" | "help" }
  | { do: "overlay" | "reveal" }
  | { do: "toggle" | "blockFor"; category: Category }
  | { do: "reason"; number: number }
  | { do: "move"; by: 1 | -1 };

/** The parts of a KeyboardEvent that decide, so that the map can be tested without a browser. */
export interface KeyPress {
  key: string;
  /** Physical key, e.g. "Digit3": numbers work on keyboards where they need Shift. */
  code: string;
  shift: boolean;
  /** Ctrl, Alt or Meta: the browser's and the system's. */
  modified: boolean;
  /** Focus is where letters are typed. */
  typing: boolean;
  /** Focus is on a button or link, which takes Enter for itself. */
  onControl: boolean;
}

/** Each category has the same number everywhere and always, so that hands can learn it. */
export function categoryNumber(category: Category): number {
  return CATEGORIES.indexOf(category) + 1;
}

const LETTERS: Record<string, Command> = {
  a: { do: "approve" },
  b: { do: "block" },
  e: { do: "escalate" },
  s: { do: "skip" },
  u: { do: "undo" },
  z: { do: "undo" },
  n: { do: "note" },
  o: { do: "overlay" },
  r: { do: "reveal" },
  j: { do: "move", by: 1 },
  k: { do: "move", by: -1 },
};

/** The letter of a press; on layouts without Latin letters, the one printed at that place. */
function letterOf({ key, code }: KeyPress): string {
  const lower = key.toLowerCase();
  if (/^[a-z]$/.test(lower)) return lower;
  const printed = /^Key([A-Z])$/.exec(code)?.[1];
  return printed && !/^[\x20-\x7e]$/.test(key) ? printed.toLowerCase() : "";
}

function numbered(press: KeyPress, mode: Mode): Command | null {
  const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1] ?? Number.NaN);
  if (Number.isNaN(digit)) return null;
  if (mode === "escalate") return { do: "reason", number: digit };
  const category = CATEGORIES[digit - 1];
  if (!category) return null;
  return { do: press.shift ? "blockFor" : "toggle", category };
}

/**
 * The desk's key map: what a press means in a mode, or null when it is not ours. With `singleKeys` off only
 * Escape, Enter, arrows and ? are.
 */
export function commandFor(press: KeyPress, mode: Mode, singleKeys = true): Command | null {
  const { key, modified, typing, onControl, shift } = press;
  if (typing) {
    if (key === "Escape") return { do: "cancel" };
    return key === "Enter" && modified ? { do: "confirm" } : null;
  }
  if (modified) return null;
  if (key === "Escape") return { do: "cancel" };
  if (key === "?") return { do: "help" };
  if (key === "Enter") return mode === "block" && !onControl ? { do: "confirm" } : null;
  if (key === "ArrowRight") return { do: "move", by: 1 };
  if (key === "ArrowLeft") return { do: "move", by: -1 };
  if (!singleKeys) return null;
  const digit = numbered(press, mode);
  if (digit) return digit;
  if (shift || mode === "escalate") return null;
  return LETTERS[letterOf(press)] ?? null;
}

/** The key map as people read it, in groups. */
export const KEY_MAP: { title: string; keys: { keys: string[]; does: string }[] }[] = [
  {
    title: "Decide",
    keys: [
      { keys: ["A"], does: "Approve" },
      {
        keys: ["B", "Enter"],
        does: "Block for the categories that worried the models (B again does the same as Enter)",
      },
      { keys: ["B", "1 – 9", "Enter"], does: "Block for categories of your choice" },
      { keys: ["Shift + 1 – 9"], does: "Block for one category at once" },
      { keys: ["E", "1 – 4"], does: "Escalate to a lead with a reason" },
      { keys: ["S"], does: "Skip; it will not come back to you" },
      { keys: ["U"], does: "Undo your last decision (also Z)" },
    ],
  },
  {
    title: "Look",
    keys: [
      { keys: ["J", "K"], does: "Next or previous category (also → and ←)" },
      { keys: ["1 – 9"], does: "Show what spoke for that category" },
      { keys: ["O"], does: "Marks in the text on or off" },
      { keys: ["R"], does: "Reveal or blur the text" },
    ],
  },
  {
    title: "Write",
    keys: [
      { keys: ["N"], does: "Write a note" },
      { keys: ["Esc"], does: "Leave the note, cancel" },
      { keys: ["Ctrl + Enter"], does: "Finish writing; while blocking or escalating, send" },
      { keys: ["?"], does: "This map" },
    ],
  },
];
