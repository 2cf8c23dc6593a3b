import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hammingDistance, hashFromHex, hashToHex, isHashHex } from "./hash256";

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("256-bit hashes", () => {
  it("are read back as written, in either case", () => {
    fc.assert(
      fc.property(hashes, (hash) => {
        expect(hashFromHex(hashToHex(hash))).toEqual(hash);
        expect(hashFromHex(hashToHex(hash).toUpperCase())).toEqual(hash);
      }),
    );
  });

  it.each(["", "00", "g".repeat(64), "0".repeat(63), "0".repeat(65)])("are not %j", (text) => {
    expect(isHashHex(text)).toBe(false);
    expect(() => hashFromHex(text)).toThrow("64 hexadecimal digits");
  });

  it("differ in as many bits as were turned", () => {
    fc.assert(
      fc.property(hashes, fc.uniqueArray(fc.nat(255)), (hash, bits) => {
        const other = hash.slice();
        for (const bit of bits) other[bit >> 3]! ^= 1 << (bit & 7);
        expect(hammingDistance(hash, other)).toBe(bits.length);
      }),
    );
  });
});
