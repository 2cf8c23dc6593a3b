"use client";

import { AuthorCard } from "#components/content/author-card";
import { ItemFacts } from "#components/content/item-facts";
import { PartShares } from "#components/content/part-shares";
import { PolicyClauses } from "#components/content/policy-clauses";
import { matchesOf, RuleMatches } from "#components/content/rule-matches";
import { ScoreList } from "#components/content/score-list";
import { SimilarList } from "#components/content/similar-list";
import { StageTrace } from "#components/content/stage-trace";
import { Button } from "#components/ui/button";
import { Panel } from "#components/ui/card";
import { Kbd } from "#components/ui/kbd";
import { useDeskLetters } from "#lib/client/desk-letters";
import type { DeskTask } from "#lib/domain/desk";
import { rankedCategories } from "#lib/domain/ranked-categories";
import { CATEGORY_TITLES, type Category } from "#lib/domain/terms";
import { BLIND_WORDS, whyHere } from "#lib/domain/why-here";

import { questionedCategories } from "./desk-state";
import { categoryNumber } from "./keys";

const PANE =
  "flex min-w-0 flex-col gap-3.5 border-line border-t px-4 py-3.5 lg:overflow-y-auto lg:border-t-0 lg:border-l";

/** So many that a screen of 1440 by 900 holds the whole context; the author's page and the dialog have all. */
const RECENT_ON_DESK = 3;
const SIMILAR_ON_DESK = 2;

export interface EvidencePaneProps {
  task: DeskTask;
  shown: Category | null;
  onShow: (category: Category) => void;
}

/** What the machine thinks, and on what grounds. */
export function EvidencePane({ task, shown, onShow }: EvidencePaneProps) {
  const { verdict, policy, stages } = task;
  if (task.blind)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      <section aria-label="Evidence" tabIndex={0} className={`${PANE} -outline-offset-2`}>
        <Panel title="Judged blind">
          <p className="text-sm">{BLIND_WORDS}</p>
        </Panel>
      </section>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Evidence" tabIndex={0} className={`${PANE} -outline-offset-2`}>
      <Panel title="Why it is here">
        <p className="text-sm">{whyHere(verdict)}</p>
      </Panel>
      <Panel
        title="Scores"
        aside={
          verdict && (
            <span className="tabular text-faint text-xs">
              {verdict.confidence > 0 && `${Math.round(verdict.confidence * 100)}% sure · `}policy{" "}
              {verdict.policyVersion}
            </span>
          )
        }
      >
        <ScoreList
          categories={rankedCategories(task)}
          verdict={verdict}
          policy={policy}
          shown={shown}
          onShow={onShow}
          keyOf={categoryNumber}
        />
        <p className="mt-1 text-faint text-xs">
          Thin tick: a person decides. Thick: the machine blocks. Dotted: a warning label.
        </p>
      </Panel>
      {stages.some(({ shares }) => shares) && (
        <Panel title={shown ? `What each part adds: ${CATEGORY_TITLES[shown]}` : "What each part adds"}>
          <PartShares stages={stages} shown={shown} />
        </Panel>
      )}
      <Panel title="Lists">
        <RuleMatches matches={matchesOf(stages)} />
      </Panel>
      <Panel title="Stages">
        <StageTrace stages={stages} totalMs={verdict?.processingMs ?? null} />
      </Panel>
    </section>
  );
}

export interface ContextPaneProps {
  task: DeskTask;
  shown: Category | null;
  /** Opens the near-duplicates that wait, the notes of colleagues, or the posts around. */
  onOpen: (layer: "together" | "thread" | "around") => void;
}

/** Who wrote it, where it stands, and the rules that may apply. */
export function ContextPane({ task, shown, onOpen }: ContextPaneProps) {
  const letters = useDeskLetters();
  const questioned = questionedCategories(task);
  const clauses = shown && !questioned.includes(shown) ? [shown, ...questioned] : questioned;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Context" tabIndex={0} className={`${PANE} -outline-offset-2`}>
      <Panel title="Rules">
        {clauses.length > 0 ? (
          <PolicyClauses categories={clauses} policy={task.policy} />
        ) : (
          <p className="text-faint text-sm">No rule stands out. Pick a score to read its rule.</p>
        )}
      </Panel>
      <Panel title="Author">
        {task.author ? (
          <AuthorCard author={{ ...task.author, recent: task.author.recent.slice(0, RECENT_ON_DESK) }} />
        ) : (
          <p className="text-faint text-sm">The platform did not say who wrote this.</p>
        )}
      </Panel>
      {!task.blind && (
        <Panel title="Nearly the same">
          <SimilarList similar={task.similar.slice(0, SIMILAR_ON_DESK)} />
          {task.alikeWaiting > 0 && (
            <Button size="sm" className="mt-2" onClick={() => onOpen("together")}>
              Decide together: {task.alikeWaiting} wait <Kbd>{letters.together.toUpperCase()}</Kbd>
            </Button>
          )}
        </Panel>
      )}
      <Panel title="Item">
        <ItemFacts item={task.item} brief />
        <div className="mt-2 flex flex-wrap gap-1.5">
          <Button size="sm" onClick={() => onOpen("around")}>
            Around it <Kbd>{letters.around.toUpperCase()}</Kbd>
          </Button>
          <Button size="sm" onClick={() => onOpen("thread")}>
            {task.notes === 0 ? "Notes" : task.notes === 1 ? "1 note" : `${task.notes} notes`}{" "}
            <Kbd>{letters.thread.toUpperCase()}</Kbd>
          </Button>
        </div>
      </Panel>
    </section>
  );
}
