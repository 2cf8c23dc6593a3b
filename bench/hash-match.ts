/*
 * npm run bench:hash-match [-- --sizes 10000,1000000]: lookups per second of the known-bad index (all stored hashes within
 * 31 bits of a query) beside a linear scan over the same hashes, on one thread. Half of the queries are strangers, half
 * are stored hashes with 0 to 31 bits turned. Rates are medians of rounds, by the wall clock and by processor time, which
 * a busy machine disturbs less. Ends with 1 when the two searches disagree or an aim is missed by processor time.
 */
import { parseArgs } from "node:util";
import { HashIndex } from "../lib/media/hash-index";
import { planChunks } from "../lib/media/hash-index-plan";
import { type HashMatch, scanLinearly, wordsOf, wordsOfOne } from "../lib/media/hash-index-words";
import { HASH_BYTES } from "../lib/media/hash256";
import { PDQ_MATCH_RADIUS } from "../lib/media/pdq";
import { Random } from "../lib/training/random";
import { quantile } from "./bench-quantile";

const ROUNDS = 5;
const QUERIES = 1000;
/** Hashes that the linear scan compares in one round, at most. */
const SCANNED_PER_ROUND = 50_000_000;
/** Lookups per second to reach on one core. */
const AIMS = new Map([
  [1_000_000, 4000],
  [10_000_000, 1000],
]);

interface Rate {
  wall: number;
  cpu: number;
}

const { values } = parseArgs({ options: { sizes: { type: "string", default: "10000,1000000,10000000" } } });
const random = new Random(20);
let failed = false;

function randomHashes(count: number): Uint8Array {
  const words = new Int32Array((count * HASH_BYTES) / 4);
  for (let i = 0; i < words.length; i++) words[i] = random.next() * 2 ** 32;
  return new Uint8Array(words.buffer);
}

function nearOneOf(hashes: Uint8Array): Uint8Array {
  const at = random.below(hashes.length / HASH_BYTES) * HASH_BYTES;
  const near = hashes.slice(at, at + HASH_BYTES);
  const bits = new Set<number>();
  for (const turns = random.below(PDQ_MATCH_RADIUS + 1); bits.size < turns; ) bits.add(random.below(256));
  for (const bit of bits) near[bit >> 3] = (near[bit >> 3] as number) ^ (1 << (bit & 7));
  return near;
}

/** Runs the search over all queries, several times. */
function measure(queries: readonly Uint8Array[], search: (query: Uint8Array) => unknown): Rate {
  const rates: Rate[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const from = { wall: performance.now(), cpu: process.cpuUsage() };
    for (const query of queries) search(query);
    const cpu = process.cpuUsage(from.cpu);
    const wall = performance.now() - from.wall;
    // The first round is for the compiler.
    if (round > 0)
      rates.push({
        wall: (1000 * queries.length) / wall,
        cpu: (1e6 * queries.length) / (cpu.user + cpu.system),
      });
  }
  const median = (key: keyof Rate) =>
    quantile(
      rates.map((rate) => rate[key]),
      0.5,
    );
  return { wall: median("wall"), cpu: median("cpu") };
}

function benchSize(size: number): void {
  const hashes = randomHashes(size);
  const queries = Array.from({ length: QUERIES }, (_, i) =>
    i % 2 === 0 ? randomHashes(1) : nearOneOf(hashes),
  );
  const started = performance.now();
  const index = HashIndex.build(hashes);
  const buildSeconds = (performance.now() - started) / 1000;

  const words = wordsOf(hashes);
  const entries = new Uint32Array(size).map((_, i) => i);
  const scan = (query: Uint8Array): HashMatch[] => {
    const found: HashMatch[] = [];
    scanLinearly(words, entries, size, wordsOfOne(query), PDQ_MATCH_RADIUS, found);
    return found.sort((a, b) => a.distance - b.distance || a.entry - b.entry);
  };
  const few = queries.slice(0, Math.max(4, Math.min(QUERIES, Math.floor(SCANNED_PER_ROUND / size))));
  const differing = few.filter(
    (query) => JSON.stringify(index.search(query)) !== JSON.stringify(scan(query)),
  );
  const matched = queries.filter((query) => index.search(query).length > 0).length;

  const indexed = measure(queries, (query) => index.search(query));
  const linear = measure(few, scan);
  const number = (value: number, width: number) => Math.round(value).toLocaleString("en").padStart(width);
  console.log(
    [
      number(size, 10),
      number(indexed.wall, 9),
      number(indexed.cpu, 9),
      number(linear.wall, 9),
      number(linear.cpu, 9),
      `${number(indexed.cpu / linear.cpu, 6)}x`,
      `${number(index.bytes / 2 ** 20, 7)} MB`,
      number(index.bytes / size, 6),
      buildSeconds.toFixed(1).padStart(8),
      `${matched}/${QUERIES}`.padStart(10),
    ].join(" "),
  );
  console.log(
    `           chunks ${planChunks(size, PDQ_MATCH_RADIUS)
      .map((chunk) => `${chunk.width}:${chunk.radius}`)
      .join(" ")}`,
  );
  const aim = AIMS.get(size) ?? 0;
  if (indexed.cpu >= aim && differing.length === 0 && matched >= QUERIES / 2) return;
  failed = true;
  console.error(`MISSED: ${differing.length} answers differ from the scan; aim ${aim} lookups/s`);
}

console.log("                index lookups/s  linear scan /s            memory    bytes    build    queries");
console.log(
  "    hashes      wall       cpu      wall       cpu   gain          per hash  seconds    matched",
);
for (const size of values.sizes.split(",")) benchSize(Number(size));
process.exit(failed ? 1 : 0);
