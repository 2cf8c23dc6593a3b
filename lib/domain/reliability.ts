/** Probabilities with labels 0 or 1 (or soft), of which some may stand for more than others. */
export interface SaidAndSeen {
  scores: ArrayLike<number>;
  labels: ArrayLike<number>;
  weights?: ArrayLike<number>;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  /** Rows, each at its weight. */
  count: number;
  /** Mean probability said, and mean outcome seen. */
  said: number;
  seen: number;
}

/** Equal-width bins over [0, 1]; empty bins are left out. Labels may be soft. */
export function reliability({ scores, labels, weights }: SaidAndSeen, bins = 15): ReliabilityBin[] {
  const count = new Float64Array(bins);
  const said = new Float64Array(bins);
  const seen = new Float64Array(bins);
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] as number;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(score * bins)));
    const weight = weights?.[at] ?? 1;
    count[bin] = (count[bin] as number) + weight;
    said[bin] = (said[bin] as number) + weight * score;
    seen[bin] = (seen[bin] as number) + weight * (labels[at] as number);
  }
  return Array.from(count, (rows, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count: rows,
    said: (said[bin] as number) / rows,
    seen: (seen[bin] as number) / rows,
  })).filter((bin) => bin.count > 0);
}

/** Expected calibration error: |said - seen| averaged over the bins by their rows (Naeini et al. 2015). */
export function expectedCalibrationError(scored: SaidAndSeen, bins = 15): number {
  const filled = reliability(scored, bins);
  const rows = filled.reduce((sum, bin) => sum + bin.count, 0);
  return filled.reduce((sum, bin) => sum + (bin.count / rows) * Math.abs(bin.said - bin.seen), 0);
}
