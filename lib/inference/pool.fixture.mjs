// A thread for the pool's tests: echoes, and does what its inputs say.
import { spawnSync } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";

if (workerData.providers.includes("broken")) process.exit(1);
const echo = { ok: true, provider: "cpu", refused: [] };
// Where there is a device, b runs on it until it is left out.
const refused = workerData.leftOut.b ?? [];
const b = { ok: true, provider: refused.length > 0 ? "cpu" : "gpu", refused };
const models = workerData.providers.includes("gpu") ? { echo, b } : { echo };
parentPort.postMessage({ kind: "ready", models });
parentPort.on("message", ({ batch, packed: inputs, further }) => {
  if (inputs.some((input) => input === "crash")) process.exit(1);
  if (inputs.some((input) => input === "hang")) for (;;);
  // Native code is not ended from outside.
  if (inputs.some((input) => input === "hang natively")) spawnSync("sleep", ["0.4"]);
  if (inputs.some((input) => input === "throw")) {
    parentPort.postMessage({ kind: "failed", batch, reason: "bad input" });
    return;
  }
  const answer = () => {
    const places = further?.places.filter((place) => `${inputs[place]}`.startsWith("on")) ?? [];
    if (places.length === 0) {
      parentPort.postMessage({ kind: "done", batch, outputs: inputs });
      return;
    }
    parentPort.postMessage({ kind: "first", batch, outputs: inputs, places });
    const next = places.map((place) => inputs[place]);
    if (next.includes("on, then crash")) setTimeout(() => process.exit(1), 20);
    else if (next.includes("on, then throw"))
      parentPort.postMessage({ kind: "failed", batch, reason: "bad" });
    else if (next.includes("on, then hang")) setTimeout(() => {}, 1e6);
    else {
      const outputs = next.map((input) => `${further.model} of ${input}`);
      parentPort.postMessage({ kind: "done", batch, outputs });
    }
  };
  if (inputs.some((input) => input === "held")) setTimeout(answer, 500);
  else if (inputs.some((input) => input === "slow")) setTimeout(answer, 60);
  else answer();
});
