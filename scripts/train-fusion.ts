/**
 * Trains fusion.
 *
 * `npm run train:fusion [-- --out DIR] [--steps N] [--rows N] [--seed S]` distils late fusion from sets that the project
 * makes up itself, so it needs no data; writes the model, its card and the manifest entry. The same options give the same
 * files.
 *
 * `npm run train:fusion -- --labels [--out DIR] [--steps N] [--seed S]` goes on from the model that serves, with what people
 * decided of items with several parts, and serves the result only where it is proven on items that it has not seen.
 */
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    labels: { type: "boolean", default: false },
    out: { type: "string", default: process.env.MODELS_DIR ?? "models" },
    steps: { type: "string" },
    rows: { type: "string", default: "20000" },
    seed: { type: "string", default: "20261121" },
  },
});
const { out, seed } = { ...values, seed: Number(values.seed) };

if (values.labels) await teach();
else {
  const { publishDistilled } = await import("./publish/fusion");
  const started = performance.now();
  await publishDistilled(out, {
    ...{ seed, steps: Number(values.steps ?? 2000), rows: Number(values.rows) },
    log: (line) => console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`),
  });
}

async function teach(): Promise<void> {
  const { openDatabase } = await import("./system/open-database");
  const close = await openDatabase();
  const { publishTaught } = await import("./publish/fusion-labels");
  const { closeStore } = await import("#lib/store/client");
  try {
    const { judged, taught, published } = await publishTaught(out, {
      ...{ seed, steps: Number(values.steps ?? 600) },
    });
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
