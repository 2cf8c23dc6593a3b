/**
 * The sign that stands for each byte in a byte-level vocabulary (GPT-2, RoBERTa): printable bytes of Latin-1 stand for themselves, the
 * others, in order, for U+0100 and up. So a space is written as `Ġ`, and a vocabulary is text whatever its tokens hold.
 */
export const BYTE_SIGNS: readonly string[] = Array.from({ length: 256 }, signs());

const BYTES = new Map(BYTE_SIGNS.map((sign, byte) => [sign, byte]));

function signs(): (unused: unknown, byte: number) => string {
  let others = 0;
  const stands = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
  return (_, byte) => String.fromCharCode(stands(byte) ? byte : 0x100 + others++);
}

/** The bytes that a token is written for; undefined where a sign of it stands for none. */
export function bytesOfSigns(token: string): number[] | undefined {
  const bytes = Array.from(token, (sign) => BYTES.get(sign));
  return bytes.includes(undefined) ? undefined : (bytes as number[]);
}
