import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as ort from "onnxruntime-node";
import type { PreparedImage } from "#lib/domain/media";
import { createCascade } from "#lib/inference/cascade";
import { findModels } from "#lib/inference/model-files";
import { DecoderPool } from "#lib/media/decoder/pool";
import { makeModelPicture, makePicture } from "#scripts/test/pictures";
import { quantile } from "./bench-quantile";

/*
 * `npm run bench:image -- [pictures] [batch]`: the picture stage against a bare session at the same batch, and the time from
 * a file on disk to its scores, one after the other. Rounds of both kinds alternate, so that a busy machine slows both.
 */
const pictures = Number(process.argv[2] ?? 320);
const batch = Number(process.argv[3] ?? 8);
const ROUNDS = 5;

const cascade = await createCascade({ modelsDir: "models", threads: 1, providers: ["cpu"] });
const found = (await findModels("models")).models.find(({ name }) => name === "image-screen");
if (!found?.ok) throw new Error("models/image-screen is missing");
const session = await ort.InferenceSession.create(found.files.modelPath, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: "0" } } },
});
const inputs = await Promise.all(Array.from({ length: 16 }, (_, seed) => makeModelPicture(seed + 1)));
const input = (at: number) => inputs[at % inputs.length] as Uint8Array;

const image = (model: Uint8Array): PreparedImage => ({
  ...{ kind: "image", id: "med_bench", sha256: "0".repeat(64), width: 224, height: 224, model, others: [] },
  hashes: { pdq: [], quality: 100 },
  readable: new Uint8Array(),
});
const context = { orgId: "bench", rules: [], rulesVersion: 0, previous: [] };

async function judge(medium: PreparedImage): Promise<void> {
  const content = { text: null, language: null, media: [medium] };
  const spec = cascade.plan(content).find(({ name }) => name === "image-screen");
  if (!spec) throw new Error("the picture stage is not in the plan");
  const { result } = await cascade.run(spec, content, context);
  if (result.outcome !== "continue") throw new Error(`not judged: ${result.reason}`);
}

async function stageRound(count: number): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await judge(image(input(next++)));
  };
  // Two batches' worth under way: one in work, one waiting, as in a busy worker.
  await Promise.all(Array.from({ length: batch * 2 }, lane));
}

async function bareRound(count: number): Promise<void> {
  for (let at = 0; at < count; at += batch) {
    const pixels = new Uint8Array(batch * input(0).length);
    for (let i = 0; i < batch; i++) pixels.set(input(at + i), i * input(0).length);
    await session.run({ image: new ort.Tensor("uint8", pixels, [batch, 224, 224, 3]) }, [
      "logits",
      "embedding",
      "cam",
    ]);
  }
}

async function rate(round: (count: number) => Promise<void>, count: number): Promise<number> {
  const started = performance.now();
  await round(count);
  return (count / (performance.now() - started)) * 1000;
}

await stageRound(batch * 2);
await bareRound(batch);
const share = Math.ceil(pictures / ROUNDS / batch) * batch;
const rates: { stage: number; bare: number }[] = [];
for (let at = 0; at < ROUNDS; at++)
  rates.push({ bare: await rate(bareRound, share), stage: await rate(stageRound, share) });
const median = (values: number[]) => quantile(values, 0.5);
console.log(`pictures/s, batch ${batch}, one inference thread, median of ${ROUNDS} rounds:`);
console.log(`  bare session  ${median(rates.map(({ bare }) => bare)).toFixed(1)}`);
console.log(`  stage         ${median(rates.map(({ stage }) => stage)).toFixed(1)}`);
console.log(
  `  stage / bare  ${median(rates.map(({ stage, bare }) => stage / bare)).toFixed(2)} (aim: at least 0.80)`,
);

const folder = mkdtempSync(path.join(tmpdir(), "sightline-bench-"));
const decoders = new DecoderPool({ processes: 1 });
const times: { decode: number; all: number }[] = [];
for (let seed = 0; seed < 60; seed++) {
  const file = path.join(folder, `${seed}.jpg`);
  writeFileSync(file, await makePicture(seed, 1280, 853).jpeg().toBuffer());
  const started = performance.now();
  const decoded = await decoders.decodeImage(file);
  const decode = performance.now() - started;
  await judge({ ...decoded, kind: "image", id: "med_bench", sha256: "0".repeat(64) });
  if (seed >= 10) times.push({ decode, all: performance.now() - started });
}
const say = (values: number[]) =>
  `p50 ${median(values).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`;
console.log("a JPEG of 1280 x 853 on disk, one after the other:");
console.log(`  decoded, hashed, copied  ${say(times.map(({ decode }) => decode))}`);
console.log(`  and judged               ${say(times.map(({ all }) => all))} (aim: p95 at most 250 ms)`);
decoders.close();
rmSync(folder, { recursive: true });
await cascade.close();
