import { CATEGORIES } from "#lib/domain/taxonomy";
import { extractFeatures, FeatureBuffer, featureShare, windowsOf } from "#lib/domain/text/features";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { type LinearModel, linearLogits, type SparseRows } from "./linear-model";
import type { ScreenRow } from "./text-screen-corpus";

/** The set whose definition of toxicity the score follows: its rows have no offset. */
const LEADING = "jigsaw20k";

/** Features, targets and groups of all rows; of long texts the first window. */
export function sparseRows(rows: ScreenRow[], bits: number): SparseRows {
  const outputs = CATEGORIES.length;
  const text = new TextBuffer();
  const features = new FeatureBuffer(bits);
  const offsets = new Float64Array(rows.length + 1);
  const shares = new Float32Array(rows.length);
  const targets = new Float32Array(rows.length * outputs);
  const trust = new Float32Array(rows.length * outputs);
  const groups = new Int32Array(rows.length);
  const groupOf = new Map([[LEADING, 0]]);
  let ids = new Int32Array(1 << 24);
  let end = 0;
  rows.forEach((row, at) => {
    normaliseInto(text, row.text);
    const [first] = windowsOf(text);
    extractFeatures(text, features, first);
    if (end + features.length > ids.length) {
      const grown = new Int32Array(Math.floor(ids.length * 1.6) + features.length);
      grown.set(ids);
      ids = grown;
    }
    ids.set(features.ids.subarray(0, features.length), end);
    end += features.length;
    offsets[at + 1] = end;
    shares[at] = featureShare(features.length);
    targets.set(row.targets, at * outputs);
    trust.set(row.trust, at * outputs);
    if (!groupOf.has(row.source)) groupOf.set(row.source, groupOf.size);
    groups[at] = groupOf.get(row.source) as number;
  });
  return { ids: ids.subarray(0, end), offsets, shares, targets, trust, groups };
}

/** Scores texts as the running system does: the highest logit per category over a text's windows. */
export class ScreenScorer {
  private readonly text = new TextBuffer();
  private readonly features: FeatureBuffer;

  constructor(
    private readonly model: LinearModel,
    bits: number,
  ) {
    this.features = new FeatureBuffer(bits);
  }

  logits(text: string): Float64Array {
    normaliseInto(this.text, text);
    const most = new Float64Array(this.model.outputs).fill(Number.NEGATIVE_INFINITY);
    for (const window of windowsOf(this.text)) {
      const { ids, length } = extractFeatures(this.text, this.features, window);
      const logits = linearLogits(this.model, ids.subarray(0, length), featureShare(length));
      for (let output = 0; output < most.length; output += 1)
        most[output] = Math.max(most[output] as number, logits[output] as number);
    }
    return most;
  }
}
