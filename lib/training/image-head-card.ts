import { FEWEST_TO_PUBLISH, type TrainedHead } from "./image-head";

export interface HeadFacts {
  version: string;
  /** `name@version` of the picture model. */
  encoder: string;
  labels: number;
  trained: TrainedHead;
}

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

/** The card of a head that was trained on this installation's decisions. */
export function headCard({ version, encoder, labels, trained }: HeadFacts): string {
  const { train, calibrate, gate } = trained.rows;
  const rows = trained.figures.map(
    (each) =>
      `| ${each.category} | ${each.positives} | ${each.negatives} | ${figure(each.auc)} | ${figure(each.aucLow)} | ${figure(each.logLoss)} | ${figure(each.base)} | ${each.published ? "serves" : "does not serve"} |`,
  );
  return `# image-head ${version}

A linear head on the embedding of ${encoder}, trained by \`npm run train:image-head\` on ${labels} pictures that people judged in this
installation: ${train} to learn from, ${calibrate} to calibrate, ${gate} to measure. Equal files fall into one split.

A category serves where, on pictures that neither the weights nor the curve saw, there are at least ${FEWEST_TO_PUBLISH} of each kind, the
lower end of the AUC's 95 % interval is above one half, and the log loss is below that of always saying the usual share.

| category | positives | negatives | AUC | lower end | log loss | of saying nothing | |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}

## Limits

- A decision is about an item. That it is harmful is taken as said of its picture only where it holds nothing else; even then the
  words on the picture may have been the reason.
- It knows what this installation's people saw and how they judged, no more. It has no map of where in a picture.
- Pictures whose authors were erased are not learnt from anew; what was learnt before stays until the head is trained again.
`;
}
