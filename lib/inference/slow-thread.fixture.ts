import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { PackedTexts } from "./text-codec";
import { TextOutputWriter } from "./text-outputs";
import type { BatchRequest, ModelLoad, ThreadReply, ThreadSetup } from "./thread-messages";

/** Take as many milliseconds for a batch as its texts say; the others take none. */
const SLOW = ["tiny-bert", "text-sense"];
/** A thread for tests of models that are too slow. */
const { models } = workerData as ThreadSetup;
const reply = (message: ThreadReply) => parentPort?.postMessage(message);
const loaded: ModelLoad = { ok: true, provider: "cpu", refused: [] };
reply({
  kind: "ready",
  models: Object.fromEntries(models.map(({ manifest }) => [manifest.name, loaded])),
});
let before = Promise.resolve();
parentPort?.on("message", ({ batch, model, packed }: BatchRequest) => {
  const { texts } = packed as PackedTexts;
  before = before.then(async () => {
    const ms = texts.reduce((sum, text) => sum + Number(/\d+/u.exec(text) ?? 0), 0);
    if (SLOW.includes(model)) await delay(ms);
    const writer = new TextOutputWriter();
    writer.start(texts.length);
    for (const at of texts.keys()) {
      writer.text({ code: "en", confidence: 1 }, true);
      for (const column of CATEGORIES.keys()) writer.score(at, column, 0, 0.01);
    }
    reply({ kind: "done", batch, outputs: writer.finish().outputs });
  });
});
