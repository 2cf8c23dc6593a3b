"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { Field, Select, Textarea } from "#components/ui/field";
import { readCluster } from "#lib/client/cluster";
import type { Cluster, ClusterMember } from "#lib/domain/cluster";
import type { DeskTask } from "#lib/domain/desk";
import { reasonsOf, SEVERITY_WORDS } from "#lib/domain/policy-tree";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import { firstChoice, LEFT_WORDS } from "./cluster-choice";
import { ClusterMemberRow } from "./cluster-member";
import { likelyReasons } from "./desk-state";
import type { TogetherRuling } from "./use-desk";

export interface ClusterDialogProps {
  task: DeskTask;
  onClose: () => void;
  onDecide: (ruling: TogetherRuling, members: ClusterMember[]) => void;
}

/** Near-duplicates that wait: each to be looked at, ticked or not, and one decision for those that are ticked. */
export function ClusterDialog({ task, onClose, onDecide }: ClusterDialogProps) {
  const [cluster, setCluster] = useState<Cluster | Error | null>(null);
  const [ticked, setTicked] = useState<Set<string>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const taskId = task.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  useEffect(() => {
    const stop = new AbortController();
    readCluster({ id: taskId }, stop.signal).then(
      (found) => {
        setCluster(found);
        setTicked(firstChoice(found.members));
      },
      (error: Error) => !stop.signal.aborted && setCluster(error),
    );
    return () => stop.abort();
  }, [taskId, attempt]);
  const found = cluster && !(cluster instanceof Error) ? cluster : null;
  const body = useRef<HTMLDivElement>(null);
  // The list comes after the dialog: hands are put on it, unless they have gone elsewhere.
  useEffect(() => {
    const dialog = body.current?.closest("dialog");
    if (found && document.activeElement === dialog?.querySelector("button"))
      body.current?.querySelector("input")?.focus();
  }, [found]);
  const chosen = found?.members.filter((member) => ticked.has(member.taskId)) ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title="Decide near-duplicates together"
      description="One decision for the item on your desk and all that are ticked. It can be undone as one."
    >
      {cluster === null && (
        <div role="status" className="flex flex-col gap-3">
          <span className="sr-only">Looking for near-duplicates</span>
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      )}
      {cluster instanceof Error && (
        <ErrorState
          title="The near-duplicates could not be fetched"
          message={cluster.message}
          onRetry={() => {
            setCluster(null);
            setAttempt(attempt + 1);
          }}
        />
      )}
      {found && (
        <div ref={body}>
          <Members
            task={task}
            members={found.members}
            ticked={ticked}
            onTick={(id) =>
              setTicked((last) => {
                const next = new Set(last);
                if (!next.delete(id)) next.add(id);
                return next;
              })
            }
          />
          {found.leftOut.length > 0 && (
            <section aria-label="Left out" className="mt-4 text-sm">
              <h3 className="font-semibold text-faint text-xs">Left out</h3>
              <ul className="mt-1 text-soft">
                {found.leftOut.map(({ itemId, contentId, reason }) => (
                  <li key={itemId}>
                    <span className="font-mono text-xs">{contentId}</span> {LEFT_WORDS[reason]}.
                  </li>
                ))}
              </ul>
            </section>
          )}
          {found.members.length > 0 && (
            <RulingForm task={task} count={chosen.length} onDecide={(ruling) => onDecide(ruling, chosen)} />
          )}
        </div>
      )}
    </Dialog>
  );
}

interface MembersProps {
  task: DeskTask;
  members: ClusterMember[];
  ticked: Set<string>;
  onTick: (taskId: string) => void;
}

function Members({ task, members, ticked, onTick }: MembersProps) {
  if (members.length === 0)
    return (
      <p className="text-soft text-sm">
        Nothing that waits can be decided along with this item. Decide it by itself; near-duplicates that come
        later show up beside them.
      </p>
    );
  return (
    <fieldset>
      <legend className="mb-2 text-faint text-xs">
        Words that the item on your desk does not have are marked. What is less than 80% alike is not ticked
        yet.
      </legend>
      <ul className="flex flex-col gap-2">
        {members.map((member) => (
          <ClusterMemberRow
            key={member.taskId}
            member={member}
            own={task.item.text ?? ""}
            ticked={ticked.has(member.taskId)}
            onTick={() => onTick(member.taskId)}
          />
        ))}
      </ul>
    </fieldset>
  );
}

interface RulingFormProps {
  task: DeskTask;
  /** Members ticked, beside the item on the desk. */
  count: number;
  onDecide: (ruling: TogetherRuling) => void;
}

function RulingForm({ task, count, onDecide }: RulingFormProps) {
  const reasons = useMemo(() => {
    const likely = likelyReasons(task);
    const rest = reasonsOf(task.policy, CATEGORIES).filter(
      ({ clause }) => !likely.some((reason) => reason.clause.id === clause.id),
    );
    return [...likely, ...rest];
  }, [task]);
  const [clauseId, setClauseId] = useState(reasons[0]?.clause.id ?? "");
  const reason = reasons.find(({ clause }) => clause.id === clauseId);
  const [severity, setSeverity] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const all = count + 1;
  return (
    <div className="mt-5 grid gap-3 border-line border-t pt-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <Field label="Clause, for a block">
        <Select
          value={clauseId}
          onChange={(event) => {
            setClauseId(event.target.value);
            setSeverity(null);
          }}
        >
          {reasons.map(({ category, clause }) => (
            <option key={clause.id} value={clause.id}>
              {clause.id} {CATEGORY_TITLES[category]}
              {clause.title !== CATEGORY_TITLES[category] && ` · ${clause.title}`}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Severity">
        <Select
          value={severity ?? reason?.clause.severity ?? 3}
          onChange={(event) => setSeverity(Number(event.target.value))}
        >
          {SEVERITY_WORDS.map((word, index) => (
            <option key={word} value={index + 1}>
              {index + 1}, {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Note for colleagues (optional)" className="sm:col-span-2">
        <Textarea rows={1} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap justify-end gap-2 sm:col-span-2">
        <p role="status" className="mr-auto self-center text-faint text-sm">
          {count === 0 ? "Tick at least one." : `${all} items, the one on your desk among them.`}
        </p>
        <Button
          variant="block"
          disabled={count === 0 || !reason}
          onClick={() =>
            reason &&
            onDecide({
              decision: "BLOCK",
              categories: [reason.category],
              clause: reason.clause.id,
              severity: severity ?? reason.clause.severity,
              note,
            })
          }
        >
          Block all {count > 0 && all}
        </Button>
        <Button
          variant="approve"
          disabled={count === 0}
          onClick={() => onDecide({ decision: "APPROVE", categories: [], note })}
        >
          Approve all {count > 0 && all}
        </Button>
      </div>
    </div>
  );
}
