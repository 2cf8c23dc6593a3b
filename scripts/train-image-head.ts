/**
 * npm run train:image-head [-- --models DIR] [--seed S] [--steps N]
 * Trains the head for pictures on what people decided: embeddings that were kept when the pictures were judged, with the
 * labels of decisions. Categories that are good enough serve within seconds; the others wait for more labels.
 */
import { parseArgs } from "node:util";
import { openDatabase } from "./system/open-database";

const { values } = parseArgs({
  options: {
    models: { type: "string", default: process.env.MODELS_DIR ?? "models" },
    seed: { type: "string", default: "20261121" },
    steps: { type: "string", default: "400" },
  },
});

const close = await openDatabase();
const { publishImageHead } = await import("./publish/image-head");
const { FEWEST_TO_PUBLISH } = await import("#lib/training/image-head");
const { closeStore } = await import("#lib/store/client");
try {
  const { labels, trained, published } = await publishImageHead(values.models, {
    seed: Number(values.seed),
    steps: Number(values.steps),
  });
  console.log(`${labels} judged pictures`);
  for (const { category, positives, negatives, auc, published: serves } of trained.figures)
    console.log(
      `${category.padEnd(15)} ${serves ? "serves" : "waits "}  measured on ${positives} harmful and ${negatives} harmless${Number.isNaN(auc) ? "" : `, AUC ${auc.toFixed(3)}`}`,
    );
  console.log(
    published
      ? `image-head@${published.version} is in ${values.models}; workers take it up by themselves.`
      : `No category is good enough: it takes at least ${FEWEST_TO_PUBLISH} pictures of each kind among those it is measured on, some five times as many in all. Nothing was changed.`,
  );
} finally {
  await closeStore();
  close();
}
