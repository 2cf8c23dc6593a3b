"use client";

import { EyeOff } from "lucide-react";
import dynamic from "next/dynamic";
import { type Ref, useMemo } from "react";
import { AnnotatedText } from "#components/content/annotated-text";
import { Blurred } from "#components/content/blurred";
import { OverlayLegend } from "#components/content/overlay-legend";
import { matchesInText } from "#components/content/rule-matches";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { useDeskLetters } from "#lib/client/desk-letters";
import { usePreferences } from "#lib/client/preferences";
import type { DeskTask } from "#lib/domain/desk";
import type { DeskAction } from "#lib/domain/desk-keys";
import type { Category } from "#lib/domain/terms";
import { textExplanation } from "#lib/domain/text-explanation";
import type { Span } from "#lib/domain/verdict";
import { OpinionsPanel } from "./opinions-panel";
import { ReportsNote } from "./reports-note";
import { AppealPanel, EscalationNote } from "./task-notes";

export interface ContentPaneProps {
  task: DeskTask;
  shown: Category | null;
  revealed: boolean;
  onReveal: () => void;
  ref: Ref<HTMLElement>;
}

const NO_SPANS: Span[] = [];

/** Fetched with the first item that has media: most have none. */
const MediaPanes = dynamic(() => import("./panes/media-panes").then((module) => module.MediaPanes));

/** The post itself, with what the models and lists saw in it. Scrolls within its own frame. */
export function ContentPane({ task, shown, revealed, onReveal, ref }: ContentPaneProps) {
  const { overlay, blur } = usePreferences();
  const letters = useDeskLetters();
  const keyOf = (action: DeskAction) => letters[action].toUpperCase();
  const { item, verdict, stages } = task;
  const rules = useMemo(() => (overlay ? matchesInText(stages) : []), [overlay, stages]);
  const explanation = textExplanation(verdict?.explanations ?? [], shown);
  const spans = overlay ? (explanation?.spans ?? NO_SPANS) : NO_SPANS;
  const hidden = blur && !revealed;
  const text = item.text !== null && (
    <Blurred hidden={hidden} onReveal={onReveal} hint={<Kbd>{keyOf("reveal")}</Kbd>}>
      <AnnotatedText
        text={item.text}
        spans={spans}
        rules={rules}
        className="max-w-[72ch] text-[1.0625rem] leading-[1.75]"
      />
    </Blurred>
  );
  return (
    <section
      ref={ref}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: takes focus with each new item, and scrolls by keyboard
      tabIndex={0}
      aria-label="Post to judge"
      data-item={item.id}
      className="flex min-h-0 min-w-0 flex-col bg-surface outline-none focus-visible:shadow-[inset_3px_0_0_var(--accent)] lg:overflow-y-auto"
    >
      {task.escalation && <EscalationNote escalation={task.escalation} />}
      {task.opinions && task.opinions.length > 0 && <OpinionsPanel opinions={task.opinions} />}
      {task.reports && <ReportsNote reports={task.reports} hidden={hidden} />}
      {task.appeal && <AppealPanel appeal={task.appeal} hidden={hidden} />}
      <div className="grow px-4 py-5 md:px-8 md:py-7">
        {item.media.length > 0 ? (
          <MediaPanes itemId={item.id} media={item.media} stages={stages} shown={overlay ? shown : null}>
            {text}
          </MediaPanes>
        ) : (
          text || <p className="text-faint">This item has no text.</p>
        )}
      </div>
      <footer className="sticky bottom-0 border-line border-t bg-surface px-4 py-2 md:px-8">
        <OverlayLegend
          on={overlay}
          category={shown}
          spans={spans}
          gap={explanation?.gap}
          text={hidden ? null : item.text}
          hasRules={rules.length > 0}
        >
          {blur && revealed && (
            <Button
              size="sm"
              variant="ghost"
              icon={<EyeOff aria-hidden className="size-3.5" />}
              onClick={onReveal}
            >
              Blur again <Kbd>{keyOf("reveal")}</Kbd>
            </Button>
          )}
          <span className="ml-auto hidden items-center gap-1 2xl:inline-flex">
            <Kbd>{keyOf("overlay")}</Kbd> marks <Kbd className="ml-1">{keyOf("next")}</Kbd>
            <Kbd>{keyOf("previous")}</Kbd> category
          </span>
        </OverlayLegend>
      </footer>
    </section>
  );
}
