import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { ROOT } from "../scripts/system/project.mjs";
import { feedsOf, openDeep } from "./text-bare";
import { npmReason } from "./text-report";

const PEER = "@huggingface/transformers@4.3.1";
const PEERS = path.join(ROOT, ".data", "bench", "peers");
const LAYOUT = path.join(ROOT, ".data", "bench", "text-deep-as-bert");

/**
 * Half a gigabyte that nothing but this bench needs: kept out of the project's own packages.
 * @throws Error with npm's reason where it cannot be installed
 */
function install(): string {
  const folder = path.join(PEERS, "node_modules", "@huggingface", "transformers");
  if (!existsSync(folder)) {
    mkdirSync(PEERS, { recursive: true });
    writeFileSync(path.join(PEERS, "package.json"), '{ "private": true }\n');
    console.log(`installing ${PEER} for the comparison`);
    try {
      execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", PEER], {
        cwd: PEERS,
        stdio: ["ignore", "ignore", "pipe"],
      });
    } catch (error) {
      throw new Error(`npm cannot install ${PEER}: ${npmReason(error)}`, { cause: error });
    }
  }
  const runtime = path.join(PEERS, "node_modules", "onnxruntime-node");
  rmSync(runtime, { recursive: true, force: true });
  symlinkSync(path.join(ROOT, "node_modules", "onnxruntime-node"), runtime);
  return path.join(folder, "dist", "transformers.node.mjs");
}

/**
 * The text-classification pipeline on the weights of text-deep, as a user of that library calls it, text by text. Its tokeniser
 * is ours, because the library has none for this model: both sides do the same work there.
 * @throws Error where the library is not there and cannot be installed, or does not run the model
 */
export async function openPipeline(modelsDir: string) {
  const entry = install();
  const { session, encode, modelPath } = await openDeep(modelsDir);
  mkdirSync(path.join(LAYOUT, "onnx"), { recursive: true });
  const labels = Object.fromEntries(CATEGORIES.map((category, at) => [at, category]));
  const config = {
    model_type: "bert",
    architectures: ["BertForSequenceClassification"],
    problem_type: "multi_label_classification",
    id2label: labels,
    label2id: Object.fromEntries(CATEGORIES.map((category, at) => [category, at])),
  };
  writeFileSync(path.join(LAYOUT, "config.json"), JSON.stringify(config));
  const link = path.join(LAYOUT, "onnx", "model.onnx");
  rmSync(link, { force: true });
  symlinkSync(modelPath, link);
  const peer = await import(pathToFileURL(entry).href);
  peer.env.allowRemoteModels = false;
  const model = await peer.AutoModelForSequenceClassification.from_pretrained(LAYOUT, { dtype: "fp32" });
  const tokenizer = (input: string | string[]) => {
    const [text] = [input].flat() as [string];
    return Object.fromEntries(
      Object.entries(feedsOf([encode(text)])).map(([name, { type, data, dims }]) => [
        name,
        new peer.Tensor(type, data, [...dims]),
      ]),
    );
  };
  const classify = new peer.TextClassificationPipeline({ task: "text-classification", model, tokenizer });
  const run = (text: string): Promise<{ label: string; score: number }[]> =>
    classify(text, { top_k: CATEGORIES.length });
  return { run, difference: await differenceOn("What a day, see you at the market!") };

  /** How far its logits are from those of our own session: the same model is asked. */
  async function differenceOn(text: string): Promise<number> {
    const { logits } = await session.run(feedsOf([encode(text)]), ["logits"]);
    const own = logits?.data as Float32Array;
    const said = new Map((await run(text)).map(({ label, score }) => [label, Math.log(score / (1 - score))]));
    return Math.max(
      ...CATEGORIES.map((category, at) => Math.abs((said.get(category) ?? Number.NaN) - (own[at] as number))),
    );
  }
}
