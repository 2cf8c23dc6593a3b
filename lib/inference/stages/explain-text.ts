import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { wholeCharacters } from "#lib/domain/text/whole-characters";
import { explainerOf, type Marks, type PackedExplain } from "../explain-codec";
import type { LanePools } from "../lane-pools";
import type { TextOutput } from "../text-outputs";

export interface ToExplain {
  /** The model that explains. */
  model: string;
  text: string;
  categories: readonly Category[];
  /** When it has to have ended, a reading of performance.now(). */
  until: number;
}

/** Why a model says what it says of some categories. What time or threads do not suffice for is left out. */
export async function explainText(
  pools: LanePools,
  { model, text, categories, until }: ToExplain,
): Promise<TextOutput["explanations"]> {
  const explainer = explainerOf(model);
  if (pools.ready(explainer) === 0) return [];
  const left = Math.max(1, until - performance.now());
  const explained = categories.map(async (category) => {
    const asked: PackedExplain = { text, column: CATEGORIES.indexOf(category) };
    const marks = await pools.infer<Marks>(explainer, asked, left).catch(() => undefined);
    return marks ? [{ category, ...marks }] : [];
  });
  return (await Promise.all(explained)).flat();
}

/** A model's marks as people see characters; models may read parts of one. */
export function onWholeCharacters(text: string, output: TextOutput): TextOutput {
  if (output.explanations.length === 0) return output;
  const explanations = output.explanations.map((each) => ({
    ...each,
    spans: wholeCharacters(text, each.spans),
  }));
  return { ...output, explanations };
}
