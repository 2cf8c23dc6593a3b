// A thread for the pool's tests: echoes, and does what its inputs say.
import { parentPort, workerData } from "node:worker_threads";

if (workerData.providers.includes("broken")) process.exit(1);
parentPort.postMessage({ kind: "ready", models: { echo: { ok: true, provider: "cpu", refused: [] } } });
parentPort.on("message", ({ batch, packed: inputs }) => {
  if (inputs.some((input) => input === "crash")) process.exit(1);
  if (inputs.some((input) => input === "hang")) for (;;);
  if (inputs.some((input) => input === "throw")) {
    parentPort.postMessage({ kind: "failed", batch, reason: "bad input" });
    return;
  }
  const answer = () =>
    parentPort.postMessage({
      kind: "done",
      batch,
      outputs: inputs,
    });
  if (inputs.some((input) => input === "held")) setTimeout(answer, 500);
  else if (inputs.some((input) => input === "slow")) setTimeout(answer, 60);
  else answer();
});
