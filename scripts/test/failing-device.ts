import { spawnSync } from "node:child_process";
import path from "node:path";
import { workerData } from "node:worker_threads";
import * as ort from "onnxruntime-node";
import type { ThreadSetup } from "#lib/inference/thread-messages";
import { WORDS } from "./tiny-bert";

/**
 * The inference thread, on devices that fail as their names say and else are the processor. Of all models only tiny-bert runs on
 * them; on every device, the processor too, it throws on the word "marrow".
 */
const { models } = workerData as ThreadSetup;
/** Native code is not ended from outside: it hangs until the test writes this file, two minutes at most. */
const release = path.join(path.dirname(models[0]?.directory ?? ""), "release");
const hang = () =>
  spawnSync("sh", ["-c", 'for i in $(seq 1200); do [ -e "$0" ] && exit; sleep 0.1; done', release]);

const BEFORE_OPENING: Record<string, () => void> = { never_opens: hang };
/** What a device does before its so manieth run. */
const BEFORE_RUN: Record<string, (run: number) => void> = {
  dead: () => fail("device lost"),
  dead_too: () => fail("no memory"),
  dying: (run) => run > 2 && fail("device lost"),
  weak: (run) => run % 3 !== 0 && fail("device busy"),
  never_answers: hang,
  stops_answering: (run) => run > 1 && hang(),
};

function fail(why: string): never {
  throw new Error(why);
}

type Run = (
  feeds: ort.InferenceSession.FeedsType,
  ...rest: unknown[]
) => Promise<ort.InferenceSession.OnnxValueMapType>;
type Create = (model: string, options: ort.InferenceSession.SessionOptions) => Promise<ort.InferenceSession>;
const create = ort.InferenceSession.create.bind(ort.InferenceSession) as Create;

const open: Create = async (model, options) => {
  const [provider] = options.executionProviders as string[] as [string];
  BEFORE_OPENING[provider]?.();
  const session = await create(model, { ...options, executionProviders: ["cpu"] });
  const run = session.run.bind(session) as Run;
  let runs = 0;
  const fake: Run = async (feeds, ...rest) => {
    runs += 1;
    BEFORE_RUN[provider]?.(runs);
    const ids = feeds.input_ids?.data as BigInt64Array | undefined;
    if (ids?.includes(BigInt(WORDS.indexOf("marrow")))) fail("bad input");
    return run(feeds, ...rest);
  };
  return Object.assign(session, { run: fake });
};
ort.InferenceSession.create = open as typeof ort.InferenceSession.create;

await import("#lib/inference/thread");
