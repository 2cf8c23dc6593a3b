"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { Ticks } from "#components/ui/ticks";
import { useToast } from "#components/ui/toast";
import { ApiError } from "#lib/client/fetch";
import { useQueueRules, useSetSkills, useTeam } from "#lib/client/queue-rules";
import { type Skills, skillsSchema, type Team } from "#lib/domain/people";
import { GENERAL_QUEUE } from "#lib/domain/queue-rules";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { Words } from "./rule-editor";

/** What a person may be given; asks for it first. */
export function SkillsDialog({
  personId,
  name,
  onClose,
}: {
  personId: string;
  name: string;
  onClose: () => void;
}) {
  const team = useTeam();
  const rules = useQueueRules();
  const person = team.data?.people.find(({ id }) => id === personId);
  const error = team.error ?? rules.error;
  if (person && rules.data)
    return (
      <SkillsForm person={person} queues={rules.data.queues.map((queue) => queue.name)} onClose={onClose} />
    );
  return (
    <Dialog open onClose={onClose} title={`What ${name} may be given`}>
      {error || team.data ? (
        <ErrorState message={error?.message ?? "This person does not review here any more."} />
      ) : (
        <Skeleton className="h-48" />
      )}
    </Dialog>
  );
}

interface SkillsFormProps {
  person: Team["people"][number];
  queues: string[];
  onClose: () => void;
}

function SkillsForm({ person, queues, onClose }: SkillsFormProps) {
  const form = useId();
  const { languages, categories } = person;
  const [draft, setDraft] = useState<Skills>({ languages, categories, queues: person.queues });
  const save = useSetSkills();
  const toast = useToast();
  const refused = save.error instanceof ApiError ? save.error : null;
  const parsed = skillsSchema.safeParse(draft);
  const wrongLanguage = parsed.error?.issues.find(({ path }) => path[0] === "languages")?.message;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!parsed.success) return;
    save.mutate(
      { id: person.id, skills: parsed.data },
      {
        onSuccess: () => {
          toast.show({ tone: "success", message: `Saved. It holds from ${person.name}’s next item on.` });
          onClose();
        },
      },
    );
  }
  // A queue that was retired stays named until somebody unticks it.
  const names = [...new Set([...queues, GENERAL_QUEUE, ...person.queues])];
  return (
    <Dialog
      open
      onClose={onClose}
      title={`What ${person.name} may be given`}
      description="Nothing ticked in a part is no restriction there. What people have opted out of themselves is theirs alone and is not shown here."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
        {refused && refused.errors.length === 0 && <Notice tone="error">{refused.message}</Notice>}
        <Words
          label="Languages, between commas"
          hint="Codes like en or de. Posts whose language is not known go to everybody."
          words={draft.languages}
          error={wrongLanguage ?? refused?.fieldMessage("/languages/0")}
          onChange={(words) => setDraft({ ...draft, languages: words })}
        />
        <fieldset>
          <legend className="mb-2 font-medium text-soft text-xs">Categories</legend>
          <Ticks
            options={CATEGORIES.map((category) => [category, CATEGORY_TITLES[category]])}
            chosen={draft.categories}
            onChange={(chosen) => setDraft({ ...draft, categories: chosen })}
          />
        </fieldset>
        <fieldset>
          <legend className="font-medium text-soft text-xs">Queues</legend>
          <p className="mt-0.5 mb-2 text-faint text-xs">
            {queues.length > 0
              ? `Whoever is ticked for a queue by rule is one of its specialists: colleagues can hand items to them with Escalate. The ${GENERAL_QUEUE} queue has none.`
              : `There is only the ${GENERAL_QUEUE} queue. Make a queue by rule, and those ticked for it are its specialists.`}
          </p>
          <Ticks
            options={names.map((name) => [name, name])}
            chosen={draft.queues}
            onChange={(chosen) => setDraft({ ...draft, queues: chosen })}
          />
        </fieldset>
      </form>
    </Dialog>
  );
}
