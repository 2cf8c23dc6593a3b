import type { Decider } from "#lib/domain/decider";
import type { AppealView } from "#lib/domain/desk";
import { plainMoment } from "./plain-date";

const BY: Record<Decider, string> = {
  machine: "an automated system, without a person,",
  person: "a person on the moderation team",
  platform: "the platform itself, by its own rules or staff,",
};

/** What was decided, when, by whom and under which rule, in plain words. */
export function DecisionFacts({ view }: { view: AppealView }) {
  const { excerpt, rules, decidedBy, decidedAt, note, message } = view;
  return (
    <section aria-labelledby="decision" className="flex flex-col gap-5">
      <div>
        <h2 id="decision" className="font-semibold">
          What was decided
        </h2>
        <p className="mt-1 text-soft">
          On {plainMoment(decidedAt)}, {BY[decidedBy]} decided that this post may not be shown.
        </p>
        {message && (
          <p dir="auto" className="mt-2 whitespace-pre-wrap">
            {message}
          </p>
        )}
        {note && (
          <p dir="auto" className="mt-2 text-soft">
            {note}
          </p>
        )}
      </div>
      {excerpt && (
        <div>
          <h2 className="font-semibold">Your post</h2>
          <blockquote
            dir="auto"
            className="mt-2 max-h-56 overflow-y-auto whitespace-pre-wrap rounded-lg border border-line bg-surface px-4 py-3 text-base [overflow-wrap:anywhere]"
          >
            {excerpt}
          </blockquote>
        </div>
      )}
      <div>
        <h2 className="font-semibold">{rules.length > 1 ? "The rules behind it" : "The rule behind it"}</h2>
        {rules.length > 0 ? (
          <ul className="mt-2 flex flex-col gap-2">
            {rules.map(({ clause, title, rule }) => (
              <li key={clause} className="border-line-strong border-s-2 ps-3">
                <p className="font-medium text-base">
                  {title} <span className="font-normal text-faint text-sm">({clause})</span>
                </p>
                <p className="text-base text-soft">{rule}</p>
              </li>
            ))}
          </ul>
        ) : (
          <p className="mt-1 text-soft">No single rule was named for this decision.</p>
        )}
      </div>
    </section>
  );
}
