/**
 * Attention rollout (Abnar & Zuidema 2020): how much of each word reaches the average position, when every
 * layer passes half on unchanged and mixes half by its attention.
 * @param attentions [layers, length, length] row-major, averaged over heads, rows summing to 1
 * @returns one weight per word, summing to 1
 */
export function attentionRollout(
  attentions: ArrayLike<number>,
  layers: number,
  length: number,
): Float64Array {
  let reach = new Float64Array(length).fill(1 / length);
  for (let layer = layers - 1; layer >= 0; layer--) {
    const before = new Float64Array(length);
    for (let to = 0; to < length; to++) {
      const share = (reach[to] as number) / 2;
      before[to] = (before[to] as number) + share;
      for (let from = 0; from < length; from++) {
        const attention = attentions[(layer * length + to) * length + from] as number;
        before[from] = (before[from] as number) + share * attention;
      }
    }
    reach = before;
  }
  return reach;
}
