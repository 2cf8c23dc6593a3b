"use client";

import { Switch } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { setPreference, usePreferences } from "#lib/client/preferences";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import { KEY_MAP } from "./keys";
import { PANE_KEYS } from "./panes/pane-keys";

/** Every key of the desk, and the switch that turns single letters off. */
export function KeyMapDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { singleKeys } = usePreferences();
  return (
    <Dialog open={open} onClose={onClose} size="lg" title="Keyboard map">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...KEY_MAP, ...PANE_KEYS].map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 font-semibold text-faint text-xs">{group.title}</h3>
            <dl className="flex flex-col gap-1.5">
              {group.keys.map(({ keys, does }) => (
                <div key={does} className="flex items-start gap-3 text-sm">
                  <dt className="flex w-28 shrink-0 flex-wrap gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="text-soft">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className="mb-1.5 font-semibold text-faint text-xs">Categories</h3>
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
