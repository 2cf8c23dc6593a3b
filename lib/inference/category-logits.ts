import type { Category } from "#lib/domain/taxonomy";
import type { ClassifierLabel } from "./manifest";

/** What an output stands for, and whether outputs exclude each other. */
interface Labelled {
  labels: readonly ClassifierLabel[];
  categories: readonly Category[];
  activation: "sigmoid" | "softmax";
}

/**
 * The logit of each of a classifier's categories, in the manifest's order, from one row of its outputs. Labels that do
 * not exclude each other (sigmoid): the highest label of the category. Labels that do (softmax): the log-odds of the
 * category's labels together against all others.
 */
export function categoryLogits(
  row: ArrayLike<number>,
  { labels, categories, activation }: Labelled,
): Float64Array {
  const values = labels.map((_, at) => row[at] as number);
  return Float64Array.from(categories, (category) => {
    const own = values.filter((_, at) => labels[at]?.category === category);
    if (activation === "sigmoid") return Math.max(...own);
    const others = values.filter((_, at) => labels[at]?.category !== category);
    return logSumExp(own) - logSumExp(others);
  });
}

function logSumExp(values: readonly number[]): number {
  if (values.length === 0) return Number.NEGATIVE_INFINITY;
  const highest = Math.max(...values);
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}
