/**
 * `npm run train:fusion` distils late fusion from sets that the project makes up itself, so it needs no data; writes the model,
 * its card and the manifest entry. The same options give the same files on the processor.
 *
 * `npm run train:fusion -- --labels` goes on from the model that serves, with what people decided of items with several
 * parts, and serves the result only where it is proven on items that it has not seen.
 */
import { trainingProvider } from "#lib/training/open-graph";
import { commandLine, MODELS_FOLDER, sayFailures, wholeNumber } from "./command-line";

const USAGE = `npm run train:fusion [-- flags]

  --labels          teach the model that serves what people decided; without it a fresh one is distilled
  --out DIR         the models folder (${MODELS_FOLDER})
  --steps N         2000, with --labels 600
  --rows N          made-up items to distil from (20000)
  --seed N          20261121
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu, where the same seed gives the same weights)`;

sayFailures("train:fusion");
const { values } = commandLine(USAGE, {
  labels: { type: "boolean", default: false },
  out: { type: "string", default: MODELS_FOLDER },
  steps: { type: "string" },
  rows: { type: "string", default: "20000" },
  seed: { type: "string", default: "20261121" },
  provider: { type: "string", default: "cpu" },
});
const { out } = values;
const seed = wholeNumber("seed", values.seed, 0);
const steps = wholeNumber("steps", values.steps ?? (values.labels ? "600" : "2000"));
const rows = wholeNumber("rows", values.rows);
const provider = await trainingProvider(values.provider);

if (values.labels) await teach();
else {
  const { publishDistilled } = await import("./publish/fusion");
  const started = performance.now();
  await publishDistilled(out, {
    ...{ seed, steps, rows, provider },
    log: (line) => console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`),
  });
}

async function teach(): Promise<void> {
  const { openDatabase } = await import("./system/open-database");
  const close = await openDatabase();
  const { publishTaught } = await import("./publish/fusion-labels");
  const { closeStore } = await import("#lib/store/client");
  try {
    const { judged, taught, published } = await publishTaught(out, { seed, steps, provider });
    console.log(`${judged} judged items with two or more parts`);
    for (const { category, positives, negatives, taught: learnt, ...found } of taught.figures)
      console.log(
        `${category.padEnd(15)} ${learnt ? "taught" : "waits "}  measured on ${positives} harmful and ${negatives} harmless${
          learnt ? `, AUC ${found.aucBefore.toFixed(3)} to ${found.aucAfter.toFixed(3)}` : ""
        }`,
      );
    console.log(
      published
        ? `fusion@${published.version} is in ${out}; workers take it up by themselves.`
        : `${taught.refusal} Nothing was changed.`,
    );
  } finally {
    await closeStore();
    close();
  }
}
