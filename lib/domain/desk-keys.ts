/** What can be done at the desk with one letter. */
export const DESK_ACTIONS = [
  "approve",
  "block",
  "escalate",
  "skip",
  "together",
  "undo",
  "note",
  "thread",
  "around",
  "message",
  "overlay",
  "reveal",
  "next",
  "previous",
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

/** One lower-case letter per action, each a different one. */
export type DeskLetters = Record<DeskAction, string>;

export const DEFAULT_LETTERS: DeskLetters = {
  approve: "a",
  block: "b",
  escalate: "e",
  skip: "s",
  together: "c",
  undo: "u",
  note: "n",
  thread: "i",
  around: "l",
  message: "w",
  overlay: "o",
  reveal: "r",
  next: "j",
  previous: "k",
};

/** What each action is called in the key map. */
export const ACTION_TITLES: Record<DeskAction, string> = {
  approve: "Approve",
  block: "Block: Enter or a number sends it",
  escalate: "Escalate with a reason",
  skip: "Skip with a reason; it will not come back to you",
  together: "Decide near-duplicates together",
  undo: "Undo your last decision",
  note: "Write a note with your decision",
  thread: "Notes between colleagues",
  around: "Look at the posts around it",
  message: "While blocking: write to the author",
  overlay: "Marks in the text on or off",
  reveal: "Reveal or blur the text",
  next: "Next category",
  previous: "Previous category",
};

/** A person's letters with the defaults for what they have not changed; null when two actions share one. */
export function mergeLetters(own: Partial<DeskLetters>): DeskLetters | null {
  const letters = { ...DEFAULT_LETTERS, ...own };
  return new Set(Object.values(letters)).size === DESK_ACTIONS.length ? letters : null;
}
