/*
 * npm run bench:scale: claims, /queues and /items with 10,000 and with 1,000,000 waiting tasks, in one run on a
 * database of its own that is dropped at the end. Prints p50 and p99 at both sizes and how much they grow.
 * `-- 10000 200000` runs other sizes.
 */
import { openBenchStores } from "./bench-database";
import { quantile } from "./bench-quantile";
import { writeScaleData } from "./scale-data";

const sizes = process.argv.slice(2).map(Number);
const [SMALL = 10_000, LARGE = 1_000_000] = sizes;
const CLAIMS = 500;
const PAGES = 60;

interface Figure {
  name: string;
  aimMs: number;
  /** Share of the measurements below the figure that is compared with the aim. */
  at: number;
  ms: number[];
}

const stores = await openBenchStores("scale");
const { claimNext } = await import("../lib/store/claims");
const { closeStore } = await import("../lib/store/client");
const { foldTally } = await import("../lib/store/queue-tally");
const { queueOverview } = await import("../lib/services/queue-overview");
const { readItemPage } = await import("../lib/services/read-item");
const { makeOrganization } = await import("../scripts/test/organization");
const { makeUser } = await import("../scripts/test/people");

async function times(count: number, work: (serial: number) => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < 10; i++) await work(-1 - i);
  const ms: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = performance.now();
    await work(i);
    ms.push(performance.now() - before);
  }
  return ms;
}

async function measure(size: number): Promise<Figure[]> {
  const orgId = await makeOrganization(`Scale ${size}`);
  const began = performance.now();
  await writeScaleData(stores.databaseUrl, orgId, size);
  while ((await foldTally()) > 0);
  console.log(
    `${size.toLocaleString("en")} waiting tasks written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );
  const reviewers = await Promise.all(Array.from({ length: 20 }, async () => (await makeUser(orgId)).id));
  const who = (i: number) => ({
    orgId,
    userId: reviewers[Math.abs(i) % reviewers.length] as string,
    isLead: false,
  });
  const claim = (limits: object) => async (i: number) => {
    const task = await claimNext({ ...who(i), ...limits }, 120);
    if (!task) throw new Error("nothing to claim");
  };
  const page = (filter: object) => () => readItemPage({ orgId, limit: 50, ...filter });
  const figures: Figure[] = [];
  const add = async (
    name: string,
    aimMs: number,
    at: number,
    count: number,
    work: (i: number) => Promise<unknown>,
  ) => {
    figures.push({ name, aimMs, at, ms: await times(count, work) });
  };
  await add("claim", 20, 0.99, CLAIMS, claim({}));
  await add("claim, one language, no hate", 20, 0.99, CLAIMS, claim({ languages: ["fi"], optOut: ["hate"] }));
  await add("claim, only benign", 20, 0.99, CLAIMS, claim({ maxSeverity: 1 }));
  await add("/queues", 300, 0.95, PAGES, () => queueOverview(orgId));
  await add("/items", 300, 0.95, PAGES, page({}));
  await add("/items by category", 300, 0.95, PAGES, page({ category: "self_harm" }));
  await add("/items by a rare word", 300, 0.95, PAGES, page({ words: "lighthouse" }));
  await add("/items by a common word", 300, 0.95, PAGES, page({ words: "ferries" }));
  await add("/items by score and language", 300, 0.95, PAGES, page({ scoreFrom: 0.9, language: "fi" }));
  await add("/items by author", 300, 0.95, PAGES, page({ author: "user-7" }));
  return figures;
}

const small = await measure(SMALL);
const large = await measure(LARGE);
let missed = 0;
console.log(
  `\n${"".padEnd(32)}${SMALL.toLocaleString("en").padStart(18)}${LARGE.toLocaleString("en").padStart(18)}    growth   aim`,
);
for (const [i, figure] of large.entries()) {
  const before = small[i] as Figure;
  const [a, b] = [quantile(before.ms, figure.at), quantile(figure.ms, figure.at)];
  const [medianA, medianB] = [quantile(before.ms, 0.5), quantile(figure.ms, 0.5)];
  const growth = medianB / medianA;
  if (b > figure.aimMs || growth > 1.5) missed++;
  const cell = (median: number, high: number) => `${median.toFixed(1)} / ${high.toFixed(1)}`.padStart(18);
  console.log(
    `${figure.name.padEnd(32)}${cell(medianA, a)}${cell(medianB, b)}   ${growth.toFixed(2)}x   p${figure.at * 100} <= ${figure.aimMs} ms, growth <= 1.5x`,
  );
}
console.log("\nEach cell: median / p99 (claims) or p95 (pages) in ms; growth is of the medians.");
await closeStore();
await stores.stop();
process.exit(missed === 0 ? 0 : 1);
