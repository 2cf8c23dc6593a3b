"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Checkbox, Slider } from "#components/ui/choice";
import { Ticks } from "#components/ui/ticks";
import { useToast } from "#components/ui/toast";
import { useChangeCare } from "#lib/client/wellbeing";
import { CATEGORIES, CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";
import type { CareBody, CareView, ViewDefaults } from "#lib/domain/wellbeing";

/** What one would rather not see, and how much is enough. */
export function Wishes({ care }: { care: CareView }) {
  const change = useChangeCare();
  const toast = useToast();
  const save = (body: CareBody, done: string) =>
    change.mutate(body, {
      onSuccess: () => toast.show({ tone: "success", message: done }),
      onError: (error) => toast.show({ tone: "error", message: error.message }),
    });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="flex flex-col gap-5">
        <Budget care={care} onSave={(ownBudget) => save({ ownBudget }, "Your budget is saved.")} />
        <OptOut
          chosen={care.optOut}
          onSave={(optOut) => save({ optOut }, "The desk keeps these from you.")}
        />
      </div>
      <FirstSight
        chosen={care.defaults}
        onSave={(defaults) => save({ defaults }, "The desk shows media as you wish.")}
      />
    </div>
  );
}

function Budget({ care, onSave }: { care: CareView; onSave: (budget: number | null) => void }) {
  const [value, setValue] = useState(care.budget);
  const most = care.organizationBudget;
  return (
    <Card
      title="Your budget"
      description={`How much between two breaks. Your organisation set ${most}; you can choose less, and nobody learns of it.`}
      footer={
        <Button size="sm" variant="primary" onClick={() => onSave(value >= most ? null : value)}>
          Save
        </Button>
      }
    >
      <div className="flex flex-col gap-2 text-sm">
        <span className="flex justify-between">
          Dose between two breaks <span className="tabular font-medium">{Math.round(value)}</span>
        </span>
        <Slider
          min={5}
          max={most}
          step={5}
          value={value}
          aria-label="Dose between two breaks"
          onChange={(event) => setValue(Number(event.target.value))}
        />
      </div>
    </Card>
  );
}

function OptOut({ chosen, onSave }: { chosen: Category[]; onSave: (categories: Category[]) => void }) {
  const [out, setOut] = useState(chosen);
  return (
    <Card
      title="Kinds of harm that you are not given"
      description="No reason is asked for. Items in which one of these is suspected go to others."
      footer={
        <Button size="sm" variant="primary" onClick={() => onSave(out)}>
          Save
        </Button>
      }
    >
      <Ticks
        options={CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]] as const)}
        chosen={out}
        onChange={setOut}
      />
    </Card>
  );
}

const SIGHTS: { name: keyof ViewDefaults; label: string; hint: string }[] = [
  {
    name: "blur",
    label: "Hidden until I ask",
    hint: "A mosaic stands in their place; hold or keep shows them.",
  },
  {
    name: "greyscale",
    label: "Grey until I ask",
    hint: "Colour comes back with a key, for the item at hand.",
  },
  { name: "mute", label: "Muted until I ask", hint: "Sound and films start silent." },
  {
    name: "reduced",
    label: "Pictures and films at half size",
    hint: "Enlarge shows a picture at full size.",
  },
];

function FirstSight({ chosen, onSave }: { chosen: ViewDefaults; onSave: (defaults: ViewDefaults) => void }) {
  const [draft, setDraft] = useState(chosen);
  return (
    <Card
      title="Pictures, sound and films at first"
      description="Comfort and choice: what keeps people well is less of it and more breaks. Whatever you choose, grave, known or unjudged media, and all in blind review, stay hidden until you ask."
      footer={
        <Button size="sm" variant="primary" onClick={() => onSave(draft)}>
          Save
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        {SIGHTS.map(({ name, label, hint }) => (
          <Checkbox
            key={name}
            label={label}
            hint={hint}
            checked={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.checked })}
          />
        ))}
      </div>
    </Card>
  );
}
