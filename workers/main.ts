import { parseArgs } from "node:util";
import { env, scoreSecret } from "#lib/config/env";
import { createCascade } from "#lib/inference/cascade";
import { watchModels } from "#lib/inference/watch-models";
import { consume } from "#lib/jobs/consume";
import { JOB_NAMES, type JobName } from "#lib/jobs/registry";
import { TesseractReader } from "#lib/media/read-words";
import { pocketSphinx } from "#lib/media/recognise-speech";
import { log } from "#lib/observe/log";
import { closeConnections } from "#lib/services/close-connections";
import { openKnownMedia } from "#lib/services/known-media";
import { openMediaPreparer } from "#lib/services/prepare-media";
import { openRulesCache } from "#lib/services/rules-cache";
import { ScoreQueue } from "#lib/services/score-queue";
import { createScorer } from "#lib/services/score-texts";
import { createTracer } from "#lib/services/trace-text";
import { startHeartbeat } from "#lib/services/worker-heartbeat";
import { createHandlers } from "./handlers";
import { reportModels } from "./model-report";
import { startScoreServer } from "./score-server";
import { shutDown } from "./shutdown";

/** Time for running jobs to end and connections to close; npm start ends the process after 6 s. */
const SHUTDOWN_MS = 5500;
/** Of these, time for texts that are being scored. */
const SCORES_MS = 1500;

/** Queues to serve: `--queues moderate,sweep`, default all. Throws on a name that does not exist. */
function chosenQueues(): JobName[] {
  const { queues } = parseArgs({ options: { queues: { type: "string" } } }).values;
  if (!queues) return JOB_NAMES;
  const names = queues.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(JOB_NAMES as string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`No such queue: ${unknown.join(", ")}. There are: ${JOB_NAMES.join(", ")}.`);
  return names as JobName[];
}

async function main(): Promise<void> {
  const names = chosenQueues();
  const { MODELS_DIR, INFERENCE_THREADS, INFERENCE_PROVIDERS, SCORE_HOST, SCORE_PORT } = env();
  const reader = new TesseractReader();
  const cascade = await createCascade({
    modelsDir: MODELS_DIR,
    threads: INFERENCE_THREADS,
    providers: INFERENCE_PROVIDERS.split(",").map((provider) => provider.trim()),
    media: { speech: pocketSphinx, words: reader },
  });
  const stopWatching = watchModels(cascade, MODELS_DIR, (outcome) =>
    log("models").info({ ...outcome, models: reportModels(cascade.status()) }, "the models were read again"),
  );
  const rules = await openRulesCache();
  const media = openMediaPreparer({ processes: INFERENCE_THREADS });
  const ports = { cascade, media, knownMedia: openKnownMedia(), rules: rules.rules };
  const { SCORE_CONCURRENCY: concurrency, SCORE_QUEUE: waiting } = env();
  const scoreQueue = new ScoreQueue({ concurrency, waiting });
  const scoreServer = await startScoreServer({
    host: SCORE_HOST,
    port: SCORE_PORT,
    secret: scoreSecret(),
    scorer: createScorer(ports, scoreQueue),
    tracer: createTracer(ports, scoreQueue),
  });
  const consumer = await consume(createHandlers(ports), names);
  const stopHeartbeat = await startHeartbeat({
    queues: names,
    models: () => reportModels(cascade.status()),
    scoreUrl: scoreServer.url,
  });
  const models = reportModels(cascade.status());
  log("worker").info({ queues: names, models, scores: scoreServer.url }, "worker ready");

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log("worker").info({ signal }, "worker stopping");
    const clean = await shutDown(
      [
        { name: "heartbeat", run: stopHeartbeat },
        { name: "scores", run: () => scoreServer.close(SCORES_MS) },
        { name: "queues", run: () => consumer.close(SHUTDOWN_MS - 2000) },
        {
          // Before what stages read with: from here on none says that an item cannot be judged.
          name: "models",
          run: () => {
            stopWatching();
            return cascade.close();
          },
        },
        { name: "rules", run: rules.close },
        { name: "decoders", run: media.close },
        { name: "reader", run: () => reader.close() },
        { name: "connections", run: closeConnections },
      ],
      SHUTDOWN_MS,
    );
    process.exit(clean ? 0 : 1);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
}

main().catch((error: Error) => {
  log("worker").fatal({ err: error.message, stack: error.stack }, "worker did not start");
  process.exit(1);
});
