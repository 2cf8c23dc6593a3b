import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

export type IdPrefix =
  | "org"
  | "usr"
  | "inv"
  | "key"
  | "aut"
  | "itm"
  | "lst"
  | "tsk"
  | "dec"
  | "clu"
  | "nte"
  | "apl"
  | "bat"
  | "rpt"
  | "rpr"
  | "lbl"
  | "viw"
  | "exp"
  | "wrk"
  | "med"
  | "whe"
  | "whs"
  | "msg"
  | "imp";

/**
 * A new id: prefix, 9 characters of time (milliseconds, base 32) and 80 random bits. Ids made later sort later,
 * which keeps index inserts local and lets pages be keyed by id.
 */
export function newId(prefix: IdPrefix, now = Date.now()): string {
  let time = "";
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time;
  let noise = "";
  for (const byte of randomBytes(16)) noise += ALPHABET[byte & 31];
  return `${prefix}_${time}${noise}`;
}
