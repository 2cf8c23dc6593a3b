/**
 * `npm run bench:text [-- --items N --rounds N --models DIR --no-pipeline]`: the text cascade, all levels, against nothing
 * but `session.run` of text-deep on ready tensors in batches of 32, and item by item against the text-classification
 * pipeline of @huggingface/transformers on the same weights. Everything in one process, alternating, medians of the
 * rounds after one of warming up. The pipeline's package is installed into .data/bench/peers when it is not there; where it cannot
 * be, and with --no-pipeline, the rest is measured and the pipeline's figures are "-".
 * It runs from a bundle with its thread beside it, as `npm start` runs the worker.
 */
import { spawnSync } from "node:child_process";
import { ROOT } from "../scripts/system/project.mjs";
import { bundleProcess } from "./bench-process";

const entry = await bundleProcess("text-process", { thread: "lib/inference/thread.ts" });
const { status } = spawnSync(process.execPath, [entry, ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exit(status ?? 1);
