import { CERTAIN_HARM } from "./fusion-model";
import type { Gap } from "./fusion-train";

export interface FusionFacts {
  version: string;
  bytes: number;
  /** Rows it learnt from, and steps it took. */
  rows: number;
  steps: number;
  gap: Gap;
  /** Rows that the gap was measured on. */
  test: number;
}

/** The card of a fusion model that was distilled and has seen no labels. */
export function fusionCard({ version, bytes, rows, steps, gap, test }: FusionFacts): string {
  return `# fusion ${version}

**What it is: late fusion, distilled. It has seen no item that people judged as a whole, and knows no more than the parts do.**
It is the place where such labels will teach it that a harmless picture and a harmless sentence can be an insult together.
Until then it says, within the gap below, what the worst part says, and takes that apart into what each part adds.

Made by \`npm run train:fusion\` (no data needed). ${Math.round(bytes / 1024)} KB, about a millisecond for all 32 sets of five parts.

- **Licence**: Apache-2.0. No data of others went into it.
- **Parts**: text, the looks of a picture, words read off pictures, speech, the frames of a film. An item with fewer than two parts
  that were scored is not fused.
- **Inputs**: per part the calibrated log-odds of the categories it was scored for, and a sketch (128 numbers) of the picture
  model's embedding; text and speech models give no embedding yet, their scores stand for it. What is absent is masked.
- **Network**: each category asks (a learnt query) the parts by cross-attention, in two heads: one weighs the parts' own log-odds,
  one reads the context, also of parts that do not know the category, and adds a correction.
- **Output**: probabilities. Where a part is certain of harm (${CERTAIN_HARM} and above) they never lie below it, by construction.

## How it was made

${rows.toLocaleString("en")} made-up items (one to five parts, what each knows, scores from harmless to extreme, near ties, random embeddings),
each with the highest calibrated probability of its parts as the target: that is how the cascade joined parts before. ${steps.toLocaleString("en")} steps
of AdamW on \`lib/training\`'s own graphs, cross-entropy with a focus on large errors; the weights with the least gap on held-out
items were kept.

## Figures

| what | figure |
| --- | --- |
| largest gap to late fusion, ${test.toLocaleString("en")} fresh items, ${gap.cells.toLocaleString("en")} scores | ${gap.largest.toFixed(4)} |
| largest by which it lies below late fusion | ${gap.below.toFixed(4)} |
| mean gap | ${gap.mean.toExponential(1)} |
| contributions against the score less that of nothing | sum exact to 1e-6 (property test) |

The cascade takes the higher of fusion and of the parts, so that fusion may add harm and takes none away: on its first day no
item is judged milder than without it, and none harsher by more than the gap.

## Limits

- It adds no knowledge yet. What no part sees, it does not see.
- It does not know which part a list entry matched, nor reports, author or community.
- Trained anew from labels, it has to show on held-out items that it is better before it serves.
`;
}
