import { CATEGORY_TITLES, type Category } from "./terms";
import type { Explanation, Span } from "./verdict";

/**
 * What says best why the words were taken for a category: of several stages the last, which looked deepest and whose figure
 * the score goes by. Null when none explained it.
 */
export function textExplanation(
  explanations: readonly Explanation[],
  category: Category | null,
): Explanation | null {
  return (
    explanations.findLast(
      (each) => each.modality === "text" && each.category === category && !each.contributions,
    ) ?? null
  );
}

/** The span that speaks loudest for a category, and its part of all that speaks for it, 0 to 1; null where nothing does. */
export function strongestSign(spans: readonly Span[]): { span: Span; share: number } | null {
  let total = 0;
  let strongest: Span | undefined;
  for (const span of spans) {
    if (span.weight <= 0) continue;
    total += span.weight;
    if (span.weight > (strongest?.weight ?? 0)) strongest = span;
  }
  return strongest ? { span: strongest, share: strongest.weight / total } : null;
}

/** From this completeness gap on, people are told that marks are approximate; below it they need not think of it. */
export const GAP_WORTH_SAYING = 0.05;

/** What the spans say, in words and without quoting the text. */
export function summariseSpans(category: Category, score: number, spans: Span[]): string {
  const said = `${CATEGORY_TITLES[category]} ${Math.round(score * 100)} %`;
  const sign = strongestSign(spans);
  if (!sign) return `${said}: no part of the text points to it.`;
  const share = Math.round(sign.share * 100);
  return `${said}: the strongest sign, ${share} % of all that points to it, is at character ${sign.span.start + 1}.`;
}
