import { Failure } from "#lib/domain/failure";

/** 32 bytes in printed order: the first byte is the first two hex digits. PDQ and SHA-256 both have this form. */
export type Hash256 = Uint8Array;

export const HASH_BITS = 256;
export const HASH_BYTES = HASH_BITS / 8;

const HEX = /^[0-9a-f]{64}$/i;

/** Whether a text is a 256-bit hash: 64 hex digits in either case. */
export function isHashHex(text: string): boolean {
  return HEX.test(text);
}

/** Reads 64 hex digits. Throws `invalid_input` for anything else. */
export function hashFromHex(text: string): Hash256 {
  if (!isHashHex(text)) throw new Failure("invalid_input", "A hash is 64 hexadecimal digits.");
  return Uint8Array.from({ length: HASH_BYTES }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** 64 lower-case hex digits. */
export function hashToHex(hash: Hash256): string {
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Number of bits in which two hashes differ, 0 to 256. */
export function hammingDistance(a: Hash256, b: Hash256): number {
  let distance = 0;
  for (let i = 0; i < HASH_BYTES; i++)
    for (let left = a[i]! ^ b[i]!; left !== 0; left &= left - 1) distance++;
  return distance;
}
