import { DEFAULT_LETTERS, DESK_ACTIONS, type DeskAction, type DeskLetters } from "#lib/domain/desk-keys";
import { CATEGORIES, type Category } from "#lib/domain/terms";

export type Mode = "judge" | "block" | "escalate" | "skip" | "together" | "thread" | "around";

/** What a key press asks of the desk. */
export type Command =
  | {
      do:
        | "approve"
        | "block"
        | "confirm"
        | "cancel"
        | "escalate"
        | "skip"
        | "together"
        | "thread"
        | "around"
        | "undo"
        | "note"
        | "help";
    }
  | { do: "overlay" | "reveal" | "message" }
  | { do: "toggle" | "blockFor"; category: Category }
  | { do: "reason"; number: number }
  | { do: "move" | "step" | "graver"; by: 1 | -1 };

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

const COMMANDS: Record<DeskAction, Command> = {
  approve: { do: "approve" },
  block: { do: "block" },
  escalate: { do: "escalate" },
  skip: { do: "skip" },
  together: { do: "together" },
  thread: { do: "thread" },
  around: { do: "around" },
  undo: { do: "undo" },
  note: { do: "note" },
  message: { do: "message" },
  overlay: { do: "overlay" },
  reveal: { do: "reveal" },
  next: { do: "move", by: 1 },
  previous: { do: "move", by: -1 },
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
  const category = CATEGORIES[digit - 1];
  if (mode === "escalate" || mode === "skip" || (mode === "block" && !press.shift))
    return { do: "reason", number: digit };
  if (!category) return null;
  return { do: press.shift && mode === "judge" ? "blockFor" : "toggle", category };
}

const BLOCK_KEYS: Record<string, Command> = {
  ArrowDown: { do: "step", by: 1 },
  ArrowUp: { do: "step", by: -1 },
  "+": { do: "graver", by: 1 },
  "-": { do: "graver", by: -1 },
};

/** How a person likes their keys. */
export interface KeySettings {
  /** Single letters act; off for those whose tools type letters. */
  singleKeys: boolean;
  letters: DeskLetters;
}

/**
 * The desk's key map: what a press means in a mode, or null when it is not ours. With `singleKeys` off only
 * Escape, Enter, arrows and ? are.
 */
export function commandFor(
  press: KeyPress,
  mode: Mode,
  { singleKeys, letters }: KeySettings = { singleKeys: true, letters: DEFAULT_LETTERS },
): Command | null {
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
  if (mode === "block" && BLOCK_KEYS[key]) return BLOCK_KEYS[key];
  if (!singleKeys) return null;
  const digit = numbered(press, mode);
  if (digit) return digit;
  if (shift || mode === "escalate" || mode === "skip") return null;
  const letter = letterOf(press);
  const action = DESK_ACTIONS.find((name) => letters[name] === letter);
  return action ? COMMANDS[action] : null;
}

/** The keys that nobody can change, as people read them. */
export const FIXED_KEYS: { keys: string[]; does: string }[] = [
  { keys: ["Enter"], does: "While blocking: block under the clause that is marked" },
  { keys: ["1 – 9"], does: "While blocking: block under the clause of that number at once" },
  { keys: ["↑", "↓"], does: "While blocking: mark another clause" },
  { keys: ["+", "−"], does: "While blocking: graver or less grave" },
  {
    keys: ["Shift + 1 – 9"],
    does: "Block for that category at once; while blocking, add it or leave it out",
  },
  { keys: ["1 – 9"], does: "Show what spoke for that category; in a list of reasons, choose" },
  { keys: ["←", "→"], does: "Previous or next category" },
  { keys: ["Esc"], does: "Leave the note, cancel" },
  { keys: ["Ctrl + Enter"], does: "Finish writing; while blocking or escalating, send" },
  { keys: ["Ctrl + K"], does: "Go anywhere, do anything by name" },
  { keys: ["?"], does: "This map" },
];
