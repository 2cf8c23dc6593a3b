"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Switch } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { saveDeskLetters, useDeskLetters } from "#lib/client/desk-letters";
import { setPreference, usePreferences } from "#lib/client/preferences";
import {
  ACTION_TITLES,
  DEFAULT_LETTERS,
  DESK_ACTIONS,
  type DeskAction,
  type DeskLetters,
} from "#lib/domain/desk-keys";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import { FIXED_KEYS, type Mode } from "./keys";
import { PANE_KEYS } from "./panes/pane-keys";

const HEADING = "mb-1.5 font-semibold text-faint text-xs";
const WHERE: Record<Mode, string> = {
  judge: "You are judging an item.",
  block: "You are choosing the clause to block under.",
  escalate: "You are choosing a reason to escalate.",
  skip: "You are choosing a reason to skip.",
  together: "You are deciding near-duplicates together.",
  thread: "You are reading the notes of colleagues.",
  around: "You are looking at the posts around the item.",
};

export interface KeyMapDialogProps {
  open: boolean;
  mode: Mode;
  onClose: () => void;
}

/** Every key of the desk; letters can be changed here and stay with the person. */
export function KeyMapDialog({ open, mode, onClose }: KeyMapDialogProps) {
  const { singleKeys } = usePreferences();
  return (
    <Dialog open={open} onClose={onClose} size="lg" title="Keyboard map" description={WHERE[mode]}>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <OwnLetters />
        <div className="flex flex-col gap-5">
          <section>
            <h3 className={HEADING}>Always</h3>
            <KeyList keys={FIXED_KEYS} />
          </section>
          <section>
            <h3 className={HEADING}>Categories</h3>
            <ol className="grid grid-cols-2 gap-1.5 text-sm">
              {CATEGORIES.map((category, index) => (
                <li key={category} className="flex items-center gap-2">
                  <Kbd>{index + 1}</Kbd>
                  <span className="text-soft">{CATEGORY_TITLES[category]}</span>
                </li>
              ))}
            </ol>
          </section>
        </div>
        {PANE_KEYS.map(({ title, keys }) => (
          <section key={title}>
            <h3 className={HEADING}>{title}</h3>
            <KeyList keys={keys} />
          </section>
        ))}
      </div>
      <Switch
        className="mt-6"
        label="Single-letter shortcuts"
        hint="Turn off if your tools, such as speech input, type letters."
        checked={singleKeys}
        onChange={(event) => setPreference("singleKeys", event.target.checked)}
      />
    </Dialog>
  );
}

function KeyList({ keys }: { keys: typeof FIXED_KEYS }) {
  return (
    <dl className="flex flex-col gap-1.5">
      {keys.map(({ keys: pressed, does }) => (
        <div key={does} className="flex items-start gap-3 text-sm">
          <dt className="flex w-24 shrink-0 flex-wrap gap-1">
            {pressed.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd className="text-soft">{does}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A letter for each action. Taking another action's letter trades the two, so that none is ever without. */
function OwnLetters() {
  const letters = useDeskLetters();
  const [problem, setProblem] = useState("");
  const id = useId();
  const save = (next: DeskLetters) =>
    saveDeskLetters(next).then(
      () => setProblem(""),
      (error: Error) => setProblem(error.message),
    );
  const change = (action: DeskAction, typed: string) => {
    const letter = typed.slice(-1).toLowerCase();
    if (!/^[a-z]$/.test(letter) || letter === letters[action]) return;
    const other = DESK_ACTIONS.find((name) => letters[name] === letter);
    void save({ ...letters, ...(other ? { [other]: letters[action] } : {}), [action]: letter });
  };
  const changed = DESK_ACTIONS.some((name) => letters[name] !== DEFAULT_LETTERS[name]);
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={HEADING}>
        Your letters
      </h3>
      <ul className="flex flex-col gap-1">
        {DESK_ACTIONS.map((action) => (
          <li key={action}>
            <label className="flex items-center gap-3 text-sm">
              <input
                value={letters[action].toUpperCase()}
                onChange={(event) => change(action, event.target.value)}
                onFocus={(event) => event.target.select()}
                autoCapitalize="none"
                autoComplete="off"
                spellCheck={false}
                className="size-7 shrink-0 rounded-sm border border-line-strong bg-sunken text-center font-medium font-mono text-xs touchable"
              />
              <span className="text-soft">{ACTION_TITLES[action]}</span>
            </label>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-faint text-xs">
        Type another letter into a box to change it. It is kept for you on every computer.
      </p>
      {problem && (
        <p role="alert" className="mt-1 text-block-ink text-sm">
          {problem}
        </p>
      )}
      {changed && (
        <Button size="sm" className="mt-2" onClick={() => void save(DEFAULT_LETTERS)}>
          Back to the standard letters
        </Button>
      )}
    </section>
  );
}
