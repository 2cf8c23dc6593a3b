import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExactHashIndex } from "./hash-index-exact";
import { hashToHex } from "./hash256";

const sha256 = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());

/** Hashes whose starting places collide: few first words, one of them at the end of the table. */
const crowded = fc
  .tuple(fc.constantFrom(0, 1, 2, 0x7ff, 0xffffffff), fc.nat(3))
  .map(([first, rest]) => new Uint8Array(Uint32Array.of(first, rest, 0, 0, 0, 0, 0, 0).buffer));

describe("ExactHashIndex", () => {
  it("finds what was built in, and nothing else", () => {
    const all = Array.from({ length: 5000 }, (_, i) => sha256(`file ${i}`));
    const index = ExactHashIndex.build(Buffer.concat(all));
    expect(index.size).toBe(5000);
    expect(all.every((hash, i) => index.find(hash)[0] === i)).toBe(true);
    expect(index.find(sha256("another file"))).toEqual([]);
  });

  it("holds one hash for several entries, each once", () => {
    const index = new ExactHashIndex();
    const hash = sha256("shared");
    expect([index.add(hash, 7), index.add(hash, 3), index.add(hash, 7)]).toEqual([true, true, false]);
    expect(index.find(hash)).toEqual([3, 7]);
    expect([index.remove(hash, 7), index.remove(hash, 7)]).toEqual([true, false]);
    expect(index.find(hash)).toEqual([3]);
  });

  it("behaves like a plain set of pairs under any additions and removals", () => {
    const step = fc.record({ add: fc.boolean(), hash: crowded, entry: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const index = new ExactHashIndex();
        const model = new Map<string, Set<number>>();
        for (const { add, hash, entry } of steps) {
          const key = hashToHex(hash);
          const entries = model.get(key) ?? new Set();
          model.set(key, entries);
          if (add) expect(index.add(hash, entry)).toBe(!entries.has(entry));
          else expect(index.remove(hash, entry)).toBe(entries.has(entry));
          if (add) entries.add(entry);
          else entries.delete(entry);
          expect(index.find(hash)).toEqual([...entries].sort());
        }
        for (const { hash } of steps)
          expect(index.find(hash)).toEqual([...(model.get(hashToHex(hash)) ?? [])].sort());
        expect(index.size).toBe([...model.values()].reduce((sum, entries) => sum + entries.size, 0));
      }),
    );
  });

  it("refuses rows and hashes of the wrong length", () => {
    expect(() => ExactHashIndex.build(new Uint8Array(33))).toThrow(RangeError);
    expect(() => ExactHashIndex.build(new Uint8Array(64), [1])).toThrow(RangeError);
    expect(() => new ExactHashIndex().add(new Uint8Array(16), 0)).toThrow(RangeError);
  });
});
