"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { ChoiceSelect } from "#components/ui/choice-select";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { useToast } from "#components/ui/toast";
import { ApiError } from "#lib/client/fetch";
import { useSaveQueue } from "#lib/client/queue-rules";
import { type Condition, type DeskQueue, queueNameSchema, queueRuleSchema } from "#lib/domain/queue-rules";
import { RuleEditor } from "./rule-editor";
import { RulePreview } from "./rule-preview";

interface QueueDialogProps {
  /** The queue to change; without one a new one is made at the end. */
  queue?: DeskQueue;
  queues: DeskQueue[];
  onClose: () => void;
}

/** Makes or changes a queue, and shows what its rule would catch while it is written. */
export function QueueDialog({ queue, queues, onClose }: QueueDialogProps) {
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(queue?.name ?? "");
  const [rule, setRule] = useState<Condition[]>(queue?.rule ?? []);
  const [opinions, setOpinions] = useState(queue?.opinions ?? null);
  const [flags, setFlags] = useState({
    blindModel: queue?.blindModel ?? false,
    trainedOnly: queue?.trainedOnly ?? false,
    moveWaiting: true,
  });
  const [tried, setTried] = useState(false);
  const save = useSaveQueue();
  const toast = useToast();
  const parsed = queueRuleSchema.safeParse(rule);
  const refused = save.error instanceof ApiError ? save.error : null;

  const nameProblem = (): string | undefined => {
    if (queue) return undefined;
    if (queues.some((other) => other.name === name.trim())) return "There is already a queue of this name.";
    return queueNameSchema.safeParse(name).error?.issues[0]?.message;
  };
  /** Shown once somebody has tried to save: an empty field is no mistake yet. */
  const ruleProblem = (path: string): string | undefined => {
    const own = parsed.error?.issues.find(
      (issue) => issue.path.join("/").startsWith(path) || path === "",
    )?.message;
    return (tried ? own : undefined) ?? refused?.fieldMessage(`/rule/${path}`);
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nameProblem() || !parsed.success) return;
    const position = queue?.position ?? Math.max(-1, ...queues.map((other) => other.position)) + 1;
    save.mutate(
      { name: name.trim(), body: { rule: parsed.data, position, opinions, ...flags } },
      {
        onSuccess: ({ moved }) => {
          const words = moved === 1 ? "1 waiting item moved." : `${moved} waiting items moved.`;
          toast.show({
            tone: "success",
            message: `${name.trim()} is saved. ${flags.moveWaiting ? words : ""}`,
          });
          onClose();
        },
      },
    );
  }
  const flag = (which: keyof typeof flags, label: string, hint: string) => (
    <Checkbox
      label={label}
      hint={hint}
      checked={flags[which]}
      onChange={(event) => setFlags({ ...flags, [which]: event.target.checked })}
    />
  );
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={queue ? `Change the queue ${queue.name}` : "New queue"}
      description="The first queue in the list whose conditions all hold takes an item."
      initialFocus={queue ? undefined : first}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending}>
            {queue ? "Save" : "Make the queue"}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid content-start gap-5 md:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          {refused && refused.errors.length === 0 && <Notice tone="error">{refused.message}</Notice>}
          {!queue && (
            <Field
              label="Name"
              hint="Small letters, digits and hyphens, like spam or urgent-de."
              error={tried ? nameProblem() : undefined}
            >
              <Input
                ref={first}
                value={name}
                maxLength={40}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          )}
          <div className="flex flex-col gap-2">
            <h3 className="font-medium text-soft text-xs">Takes an item when</h3>
            <RuleEditor
              rule={rule}
              onChange={setRule}
              problem={(place, field) => ruleProblem(`${place}/${field}`)}
            />
            {tried && rule.length === 0 && <Notice tone="error">{ruleProblem("")}</Notice>}
          </div>
        </div>
        <div className="min-w-0 md:col-start-2 md:row-span-2 md:row-start-1">
          <RulePreview rule={parsed.success ? parsed.data : null} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ChoiceSelect
            label="Opinions needed from now on"
            none="As the categories say"
            options={["1", "2", "3", "5", "7"].map((n) => [n, n])}
            value={opinions ?? ""}
            onChange={(event) => setOpinions(event.target.value === "" ? null : Number(event.target.value))}
          />
          {flag(
            "blindModel",
            "Hide the models’ scores",
            "Reviewers judge first, and see the scores afterwards.",
          )}
          {flag(
            "trainedOnly",
            "Only for people with this skill",
            "Served to those who have the queue among their skills, and to leads.",
          )}
          {flag("moveWaiting", "Move what waits now", "Queues earlier in the list keep what they took.")}
        </div>
      </form>
    </Dialog>
  );
}
