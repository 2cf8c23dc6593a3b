"use client";

import { useState } from "react";
import { AnnotatedText } from "#components/content/annotated-text";
import { OverlayLegend } from "#components/content/overlay-legend";
import { matchesInText } from "#components/content/rule-matches";
import { ScoreList } from "#components/content/score-list";
import { ImagePane } from "#components/review/panes/image-pane";
import { Card } from "#components/ui/card";
import { Notice, Skeleton } from "#components/ui/feedback";
import { Field, Textarea } from "#components/ui/field";
import { Page, PageHeader } from "#components/ui/page-header";
import { type ChosenPicture, type TraceState, useTrace } from "#lib/client/playground";
import { mergeScores } from "#lib/domain/cascade";
import { rankedCategories } from "#lib/domain/ranked-categories";
import type { Category } from "#lib/domain/terms";
import { findingsOf } from "../review/panes/pane-model";
import { CodeCard } from "./code-card";
import { FlipCard } from "./flip-card";
import { PicturePicker } from "./picture-picker";
import { SAMPLES } from "./samples";
import { StageTrack } from "./stage-track";
import { VerdictBanner } from "./verdict-banner";

const LONGEST = 20_000;

/** Type anything and watch it being judged; nothing is stored. */
export function Playground() {
  const [text, setText] = useState<string>(SAMPLES[0].text);
  const [picture, setPicture] = useState<ChosenPicture | null>(null);
  const trace = useTrace(text, picture);
  return (
    <Page>
      <PageHeader
        title="Playground"
        description="Type anything, add a picture if you like, and watch it go through the cascade. It is judged as a post would be, by your lists and your policy, and stored nowhere."
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Field label="Text to judge" aside={`${text.length.toLocaleString("en")} characters`}>
            <Textarea
              rows={4}
              value={text}
              maxLength={LONGEST}
              spellCheck={false}
              placeholder="Write what somebody might post."
              onChange={(event) => setText(event.target.value)}
              className="!p-3 !text-lg"
            />
          </Field>
          <fieldset className="-mt-1 flex flex-wrap gap-1.5">
            <legend className="sr-only">Examples</legend>
            {SAMPLES.map((sample) => (
              <button
                key={sample.name}
                type="button"
                aria-pressed={text === sample.text}
                onClick={() => setText(sample.text)}
                className="min-h-6 rounded-full border border-line bg-surface px-2.5 py-0.5 text-soft text-xs touchable hover:bg-hover hover:text-ink aria-pressed:border-accent aria-pressed:text-accent-ink"
              >
                {sample.name}
              </button>
            ))}
          </fieldset>
          <PicturePicker chosen={picture} onChoose={setPicture} />
          <div aria-live="polite">
            {trace.problem ? <Notice tone="error">{trace.problem}</Notice> : <VerdictBanner trace={trace} />}
          </div>
          <Seen trace={trace} />
          <CodeCard text={text} picture={picture} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Stages">
            <StageTrack trace={trace} />
          </Card>
          <Card title="What would flip it">
            <FlipCard trace={trace} />
          </Card>
        </div>
      </div>
    </Page>
  );
}

/** Scores against thresholds, and the words and parts of the picture that made them. */
function Seen({ trace }: { trace: TraceState }) {
  const [picked, setPicked] = useState<Category | null>(null);
  const { policy, results, text, picture } = trace;
  const read = results.filter(({ modality }) => modality === "text");
  const verdict = soFar(trace);
  const explanations = results.flatMap((result) => result.explanations);
  const order = rankedCategories({ verdict });
  const marked = order.find((category) =>
    explanations.some(
      (entry) => entry.category === category && (entry.spans.length > 0 || entry.heatmap !== undefined),
    ),
  );
  const shown = picked ?? verdict.decidedBy[0] ?? marked ?? null;
  // One model's marks, as at the desk: sums over two models would mix their measures.
  const about = read
    .flatMap((result) => result.explanations)
    .find((entry) => entry.category === shown && entry.spans.length > 0);
  const spans = about?.spans ?? [];
  const rules = matchesInText(results);
  return (
    <Card title="What it saw">
      {policy ? (
        <div className="flex flex-col gap-4">
          {text.trim() !== "" && (
            <>
              <AnnotatedText text={text} spans={spans} rules={rules} className="text-lg leading-8" />
              <OverlayLegend
                on
                category={shown}
                spans={spans}
                gap={about?.gap}
                text={text}
                hasRules={rules.length > 0}
              />
            </>
          )}
          {picture && <ImagePane medium={picture} findings={findingsOf(results, "image")} shown={shown} />}
          <div>
            <ScoreList
              categories={order}
              verdict={verdict}
              policy={policy}
              shown={shown}
              onShow={(category) => setPicked(category === picked ? null : category)}
            />
            <p className="mt-1 text-faint text-xs">
              Thin tick: a person decides. Thick: the machine blocks. Dotted: a warning label. Pick a category
              to see its words.
            </p>
          </div>
        </div>
      ) : trace.phase === "empty" ? (
        <p className="text-faint text-sm">Scores and the words behind them show here.</p>
      ) : (
        <Skeleton className="h-56" />
      )}
    </Card>
  );
}

/** The verdict, or before there is one the scores that the stages have given. */
function soFar({ verdict, results, policyVersion, ms }: TraceState) {
  const base = verdict ?? {
    decision: "FLAG" as const,
    interventions: [],
    scores: mergeScores(results),
    overallSafetyScore: 0,
    confidence: 0,
    decidedBy: [],
    reviewReason: null,
    explanations: [],
  };
  return { ...base, policyVersion, modelVersions: {}, processingMs: Math.round(ms ?? 0) };
}
