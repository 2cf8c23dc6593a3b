import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { HashIndex } from "./hash-index";
import { HashSegment } from "./hash-index-segment";
import { type HashMatch, scanLinearly, wordsOf } from "./hash-index-words";
import { type Hash256, hammingDistance } from "./hash256";

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** A hash that differs in exactly these bits. */
function turned(hash: Hash256, bits: readonly number[]): Hash256 {
  const other = hash.slice();
  for (const bit of bits) other[bit >> 3]! ^= 1 << (bit & 7);
  return other;
}

/** What any search must give: every hash compared, bit by bit. */
function expected(list: readonly Hash256[], query: Hash256, radius: number): HashMatch[] {
  return list
    .map((hash, entry) => ({ entry, distance: hammingDistance(hash, query) }))
    .filter(({ distance }) => distance <= radius)
    .sort((a, b) => a.distance - b.distance || a.entry - b.entry);
}

const sorted = (found: HashMatch[]) => found.sort((a, b) => a.distance - b.distance || a.entry - b.entry);

/** Bits to turn: anywhere, or crowded into a few chunks, where pigeonholes fill unevenly. */
const turns = (count: number) =>
  fc.oneof(
    fc.uniqueArray(fc.nat(255), { minLength: count, maxLength: count }),
    fc.nat(255).map((from) => Array.from({ length: count }, (_, i) => (from + i) % 256)),
    fc
      .nat(255)
      .map((from) => Array.from({ length: count }, (_, i) => (from + i * 8 + Math.floor(i / 32)) % 256)),
  );

describe("a segment", () => {
  it("finds planted neighbours at every distance as a plain comparison does", () => {
    const planted = fc.integer({ min: 0, max: 40 }).chain((count) => turns(count));
    fc.assert(
      fc.property(
        hashes,
        fc.array(planted, { maxLength: 60 }),
        fc.array(hashes, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 31 }),
        (query, neighbours, strangers, radius) => {
          const list = [...strangers, ...neighbours.map((bits) => turned(query, bits))];
          const words = wordsOf(Buffer.concat(list));
          const entries = Uint32Array.from(list.keys());
          for (const r of [radius, 31]) {
            const linear: HashMatch[] = [];
            scanLinearly(words, entries, list.length, wordsOf(query), r, linear);
            const found: HashMatch[] = [];
            new HashSegment(words, entries, 31).search(wordsOf(query), r, found);
            expect(sorted(linear)).toEqual(expected(list, query, r));
            expect(sorted(found)).toEqual(expected(list, query, r));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("an index of 30,000 hashes", () => {
  const size = 30_000;
  const list: Hash256[] = [];
  let index: HashIndex;
  beforeAll(() => {
    for (const hash of fc.sample(hashes, { numRuns: 1000, seed: 4 })) list.push(hash);
    const random = fc.sample(fc.integer(), { numRuns: (size - 1000) * 8, seed: 5 });
    for (let i = 0; list.length < size; i += 8)
      list.push(new Uint8Array(Int32Array.from(random.slice(i, i + 8)).buffer));
    index = HashIndex.build(Buffer.concat(list));
  });

  it("finds a hash turned in up to 31 bits and none beyond", () => {
    for (let distance = 0; distance <= 40; distance++)
      fc.assert(
        fc.property(fc.nat(size - 1), turns(distance), (entry, bits) => {
          const found = index.search(turned(list[entry]!, bits));
          const planted = found.find((match) => match.entry === entry);
          expect(planted).toEqual(distance <= 31 ? { entry, distance } : undefined);
        }),
        { numRuns: 12 },
      );
  });

  it("answers each query as a plain comparison does", () => {
    for (const bits of fc.sample(turns(25), { numRuns: 8, seed: 6 })) {
      const query = turned(list[bits[0]! * 100]!, bits);
      expect(index.search(query)).toEqual(expected(list, query, 31));
      expect(index.search(query, 24)).toEqual([]);
    }
  });

  it("states its memory", () => {
    expect(index.bytes / size).toBeGreaterThan(36);
    expect(index.bytes / size).toBeLessThan(250);
  });
});

describe("adding and removing", () => {
  it("keeps every answer right through tails, merges and compactions", () => {
    const count = 21_000;
    const random = fc.sample(fc.integer(), { numRuns: count * 8, seed: 7 });
    const list = Array.from(
      { length: count },
      (_, i) => new Uint8Array(Int32Array.from(random.slice(i * 8, i * 8 + 8)).buffer),
    );
    const index = HashIndex.build(Buffer.concat(list.slice(0, 6000)));
    for (let entry = 6000; entry < count; entry++) index.add(list[entry]!, entry);
    expect(index.size).toBe(count);
    expect(index.add(list[100]!, 100)).toBe(false);
    expect(index.add(list[count - 1]!, count - 1)).toBe(false);

    const finds = (entry: number) =>
      index.search(turned(list[entry]!, [3, 77, 200])).some((match) => match.entry === entry);
    for (let entry = 0; entry < count; entry += 97) expect(finds(entry)).toBe(true);

    for (let entry = 0; entry < count; entry++) if (entry % 3 !== 0) index.remove(list[entry]!, entry);
    expect(index.size).toBe(count / 3);
    expect(index.remove(list[1]!, 1)).toBe(false);
    for (let entry = 0; entry < count; entry += 97) expect(finds(entry)).toBe(entry % 3 === 0);
  });

  it("holds one hash for several entries", () => {
    const index = new HashIndex();
    const hash = new Uint8Array(32).fill(5);
    expect([index.add(hash, 9), index.add(hash, 4), index.add(hash, 9)]).toEqual([true, true, false]);
    expect(index.search(hash)).toEqual([
      { entry: 4, distance: 0 },
      { entry: 9, distance: 0 },
    ]);
    expect(index.remove(hash, 4)).toBe(true);
    expect(index.has(hash, 4)).toBe(false);
    expect(index.has(hash, 9)).toBe(true);
  });

  it("finds all of a crowd of like hashes once each", () => {
    const centre = new Uint8Array(32).fill(0x5a);
    const crowd = Array.from({ length: 6000 }, (_, i) => turned(centre, [i % 256, 255 - (i % 100)]));
    expect(HashIndex.build(Buffer.concat(crowd)).search(centre)).toEqual(expected(crowd, centre, 31));
  });

  it("is empty at first and after the last removal", () => {
    const index = new HashIndex();
    const hash = new Uint8Array(32);
    expect(index.search(hash)).toEqual([]);
    index.add(hash, 1);
    index.remove(hash, 1);
    expect([index.size, index.search(hash)]).toEqual([0, []]);
  });

  it("refuses what it cannot answer exactly or cannot read", () => {
    const index = new HashIndex();
    expect(() => index.search(new Uint8Array(32), 32)).toThrow(RangeError);
    expect(() => index.search(new Uint8Array(31))).toThrow(RangeError);
    expect(() => HashIndex.build(new Uint8Array(40))).toThrow(RangeError);
    expect(() => HashIndex.build(new Uint8Array(64), [1, 2, 3])).toThrow(RangeError);
  });
});
