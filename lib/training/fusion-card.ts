import { LARGEST_TAUGHT_GAP, LARGEST_UNTAUGHT_GAP, type TaughtFusion } from "./fusion-labels";
import { CERTAIN_HARM } from "./fusion-model";
import type { Gap } from "./fusion-train";
import { FEWEST_TO_PUBLISH } from "./image-head";

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

Made by \`npm run train:fusion\` (no data needed). ${Math.round(bytes / 1024)} KB.

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
- Trained anew from labels (\`npm run train:fusion -- --labels\`), it has to show on held-out items that it is better before it
  serves.
`;
}

export interface TaughtFacts {
  version: string;
  /** `name@version` of the model that it goes on from. */
  from: string;
  judged: number;
  taught: TaughtFusion;
}

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

/** The card of a fusion model that was taught by this installation's decisions. */
export function taughtFusionCard({ version, from, judged, taught }: TaughtFacts): string {
  const { items, gap, lowered } = taught;
  const rows = taught.figures.map(
    (each) =>
      `| ${each.category} | ${each.positives} | ${each.negatives} | ${figure(each.before)} | ${figure(each.after)} | ${figure(each.aucBefore)} | ${figure(each.aucAfter)} | ${figure(each.aucGainLow)} | ${each.taught ? "taught" : "as before"} |`,
  );
  return `# fusion ${version}

Goes on from ${from} with ${judged} items of two or more parts that people of this installation judged as a whole: ${items.train} to learn
from, ${items.choose} to choose the weights, ${items.gate} to measure. Equal items fall into one split. Made by
\`npm run train:fusion -- --labels\`; inputs and network are those of the model that ships.

A category is taught where the items to measure hold at least ${FEWEST_TO_PUBLISH} of each kind and, by the score that counts (the higher of
fusion and of the parts), their log loss is not higher than with ${from} and their AUC is higher, the lower end of the rise's 95 %
interval above 0. Labels teach the categories that they speak of and no others.

| category | harmful | harmless | log loss before | after | AUC before | after | rise, lower end | |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

| held to what the parts say | figure | bound |
| --- | --- | --- |
| largest gap to late fusion in categories not taught, made-up items | ${gap.untaught.toFixed(4)} | ${LARGEST_UNTAUGHT_GAP} |
| mean gap in categories taught, made-up items | ${gap.taught.toFixed(4)} | ${LARGEST_TAUGHT_GAP} |
| largest by which certain harm (${CERTAIN_HARM} and above) was lowered | ${lowered.toExponential(0)} | 1e-6 |

## Limits

- It adds harm and takes none away: the cascade takes the higher of fusion and of the parts.
- Labels are of items that people were shown, which are more often harmful than others: its probabilities are those of such items.
- It knows embeddings by the picture model that was there when the items were judged.
- Items whose authors were erased are not learnt from anew; what was learnt before stays until fusion is distilled and taught again.
`;
}
