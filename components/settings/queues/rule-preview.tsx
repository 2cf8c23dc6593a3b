"use client";

import clsx from "clsx";
import { Eye } from "lucide-react";
import { useEffect, useState } from "react";
import { VisibleText } from "#components/content/annotated-text";
import { PriorityBadge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Skeleton } from "#components/ui/feedback";
import { useRulePreview } from "#lib/client/queue-rules";
import type { RulePreview as Preview, QueueRule } from "#lib/domain/queue-rules";
import { CATEGORY_TITLES, type Category } from "#lib/domain/taxonomy";

/** The preview follows when typing pauses. */
const PAUSE_MS = 350;
const SHOWN = 6;

/** Which waiting items a rule would catch now; null while the rule is not complete. */
export function RulePreview({ rule }: { rule: QueueRule | null }) {
  const settled = useSettled(rule);
  const { data, error } = useRulePreview(settled);
  return (
    <section aria-label="What the rule catches" className="rounded-md border border-line bg-sunken/50 p-3">
      <p role="status" className="text-sm">
        {rule === null
          ? "Complete the rule to see what it would catch."
          : error
            ? error.message
            : data
              ? countWords(data)
              : "Looking through what waits …"}
      </p>
      {rule !== null && !data && !error && <Skeleton className="mt-2 h-16" />}
      {rule !== null && data && data.sample.length > 0 && <Sample sample={data.sample.slice(0, SHOWN)} />}
    </section>
  );
}

function countWords({ matching, capped }: Preview): string {
  const many = matching.toLocaleString("en-GB");
  if (matching === 0) return "Nothing that waits now fits; new items may.";
  if (capped) return `More than ${many} waiting items fit. Those due first:`;
  return matching === 1 ? "1 waiting item fits:" : `${many} waiting items fit. Those due first:`;
}

function factsOf({ queue, categories, language, community, topScore }: Preview["sample"][number]): string[] {
  return [
    `now in ${queue}`,
    categories.map((name) => CATEGORY_TITLES[name as Category] ?? name).join(", "),
    language,
    community,
    topScore?.toFixed(2),
  ].filter((fact) => fact) as string[];
}

function Sample({ sample }: { sample: Preview["sample"] }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button
        size="sm"
        className="mt-2"
        aria-pressed={shown}
        icon={<Eye aria-hidden className="size-3.5" />}
        onClick={() => setShown(!shown)}
      >
        Show the words
      </Button>
      <ul className="mt-1 divide-y divide-line">
        {sample.map((task) => (
          <li key={task.taskId} className="flex flex-col gap-0.5 py-1.5 text-sm">
            <span dir="auto" className={clsx("truncate", !shown && "select-none blur-[5px]")}>
              {task.excerpt ? <VisibleText text={task.excerpt} /> : "(no text)"}
            </span>
            <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-faint text-xs">
              <PriorityBadge priority={task.priority} />
              <span className="tabular">{factsOf(task).join(" · ")}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The rule as it was when it last stayed the same for a moment. */
function useSettled(rule: QueueRule | null): QueueRule | null {
  const [settled, setSettled] = useState(rule);
  const written = JSON.stringify(rule);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(written) as QueueRule | null), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [written]);
  return settled;
}
