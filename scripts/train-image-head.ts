/**
 * Trains the head for pictures on what people decided: embeddings that were kept when the pictures were judged, with the
 * labels of decisions. Categories that are good enough serve within seconds; the others wait for more labels.
 */
import { trainingProvider } from "#lib/training/open-graph";
import { commandLine, MODELS_FOLDER, sayFailures, wholeNumber } from "./command-line";
import { openDatabase } from "./system/open-database";

const USAGE = `npm run train:image-head [-- flags]

  --models DIR      the models folder (${MODELS_FOLDER})
  --steps N         400
  --seed N          20261121
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu, where the same seed gives the same head)`;

sayFailures("train:image-head");
const { values } = commandLine(USAGE, {
  models: { type: "string", default: MODELS_FOLDER },
  seed: { type: "string", default: "20261121" },
  steps: { type: "string", default: "400" },
  provider: { type: "string", default: "cpu" },
});
const [seed, steps] = [wholeNumber("seed", values.seed, 0), wholeNumber("steps", values.steps)];
const provider = await trainingProvider(values.provider);

const close = await openDatabase();
const { publishImageHead } = await import("./publish/image-head");
const { FEWEST_TO_PUBLISH } = await import("#lib/training/image-head");
const { closeStore } = await import("#lib/store/client");
try {
  const { labels, trained, published } = await publishImageHead(values.models, { seed, steps, provider });
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
