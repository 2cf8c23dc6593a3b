/*
 * npm run bench:latency -- [posts] [per second]: sends posts to a running Sightline (SIGHTLINE_URL, default
 * http://127.0.0.1:3000; key from SIGHTLINE_DATA_DIR/credentials.json) and waits for each verdict. Prints latency,
 * and how many were not decided or not on record.
 */
import { demoPosts } from "../prisma/demo/posts";
import { demoCredentials } from "../scripts/system/demo-credentials.mjs";
import { quantile } from "./bench-quantile";
import { runningServer } from "./running-server";

const POSTS = Number(process.argv[2] ?? 500);
const PER_SECOND = Number(process.argv[3] ?? 5);
const base = await runningServer();
const { apiKey } = demoCredentials();
const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };

const run = Date.now();
const texts = demoPosts().map((post) => post.text);
const latencies: number[] = [];
const ids: string[] = [];
const statuses = new Map<number, number>();

async function send(i: number): Promise<void> {
  const text = `${texts[i % texts.length]} (${i})`;
  const started = performance.now();
  const response = await fetch(`${base}/api/v1/moderate`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      content_id: `latency-${run}-${i}`,
      text,
      metadata: { user_id: `u${i % 80}`, language: "en" },
    }),
  });
  const item = await response.json();
  latencies.push(performance.now() - started);
  statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  if (item.id) ids.push(item.id);
}

const began = performance.now();
const sent: Promise<void>[] = [];
for (let i = 0; i < POSTS; i++) {
  const due = began + (i * 1000) / PER_SECOND;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  sent.push(send(i));
}
await Promise.all(sent);

let undecided = 0;
for (const id of ids) {
  const item = await (await fetch(`${base}/api/v1/items/${id}`, { headers })).json();
  if (item.history?.filter((entry: { type: string }) => entry.type === "verdict").length !== 1) undecided++;
}
const shown = [...statuses].map(([status, n]) => `${status}: ${n}`).join(", ");
console.log(`${POSTS} posts at ${PER_SECOND}/s, answers ${shown}`);
console.log(
  `latency ms  p50 ${quantile(latencies, 0.5).toFixed(0)}  p95 ${quantile(latencies, 0.95).toFixed(0)}  p99 ${quantile(latencies, 0.99).toFixed(0)}  max ${quantile(latencies, 1).toFixed(0)}`,
);
console.log(`lost ${POSTS - ids.length}, without exactly one verdict ${undecided}`);
process.exit(ids.length === POSTS && undecided === 0 ? 0 : 1);
