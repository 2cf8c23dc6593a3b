import type { PolicyBody } from "#lib/domain/policy";
import { scoreFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import type { Verdict } from "#lib/domain/verdict";

/** Thresholds have up to three decimals, and 0.999 is not 1.00. */
const threshold = (value: number) => value.toFixed(3).replace(/0$/, "");

/** Why the policy decided as it did, a sentence per thing that counted. */
export function reasonsOf(verdict: Verdict, policy: PolicyBody): string[] {
  const { decision, decidedBy, reviewReason, scores, interventions } = verdict;
  if (reviewReason === "models_unavailable")
    return ["No model could judge it. What cannot be judged goes to a person."];
  if (reviewReason === "language_not_covered")
    return [
      "No model reads this language, or the way in which this is written, well enough, so a person decides.",
    ];
  if (reviewReason === "media_not_judged") return ["A part of it could not be judged, so a person decides."];
  const lines = decidedBy.map((category) => {
    const { review, block, clause } = policy.categories[category];
    const score = scores[category] ?? 0;
    const name = CATEGORY_TITLES[category];
    if (decision === "BLOCK" && block < 1 && score >= block)
      return `${name} is ${scoreFigure(score)}. From ${threshold(block)} the machine blocks (${clause}); the author can appeal.`;
    if (score >= review)
      return block < 1
        ? `${name} is ${scoreFigure(score)}. From ${threshold(review)} a person decides, from ${threshold(block)} the machine blocks (${clause}).`
        : `${name} is ${scoreFigure(score)}. From ${threshold(review)} a person decides, always (${clause}).`;
    return `A list entry stands for ${name} (${clause}), whatever the models say.`;
  });
  if (interventions.includes("limited_distribution")) lines.push("Until then it is shown to few.");
  if (interventions.includes("warning_label")) lines.push("It is published with a warning label.");
  if (lines.length === 0) lines.push("Every score lies below its review threshold. It is published at once.");
  return lines;
}
