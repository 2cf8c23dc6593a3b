import type { DeskTask } from "./desk";
import { CATEGORY_TITLES } from "./terms";

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** Said in place of scores where a queue keeps them back. */
export const BLIND_WORDS =
  "You decide before you see the model. This queue keeps scores, marks and explanations back, so that your judgement is your own.";

/** Why a person is asked to look at an item, in one sentence. */
export function whyHere(verdict: DeskTask["verdict"]): string {
  if (!verdict) return "No model could judge this item in time, so a person decides.";
  const titles = list.format(verdict.decidedBy.map((category) => CATEGORY_TITLES[category]));
  switch (verdict.reviewReason) {
    case "score":
      return `The models are unsure about ${titles}.`;
    case "rule":
      return `A list entry asks for a person: ${titles}.`;
    case "models_unavailable":
      return "No model was available, so a person decides.";
    case "language_not_covered":
      return "No model reads this language, or the way in which this is written, so a person decides.";
    case "media_not_judged":
      return "A medium could not be judged by a model; the trace says why. A person decides.";
    case "spot_check":
      return "A spot check: the models saw nothing wrong. Your answer measures them.";
    default:
      return verdict.decision === "BLOCK"
        ? `The machine blocked this under ${titles}.`
        : "The machine approved this.";
  }
}
