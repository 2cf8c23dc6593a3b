import { describe, expect, it } from "vitest";
import { Base64Pieces } from "./base64";

/** Decodes a text given in pieces of this many characters. */
function decode(text: string, size: number): string {
  const pieces = new Base64Pieces();
  let out = "";
  for (let at = 0; at < text.length; at += size)
    out += Buffer.from(pieces.push(text.slice(at, at + size)), "base64").toString("latin1");
  return out + Buffer.from(pieces.finish(), "base64").toString("latin1");
}

const bytes = Array.from({ length: 500 }, (_, at) => String.fromCharCode((at * 37) & 255)).join("");
const encoded = Buffer.from(bytes, "latin1").toString("base64");

describe("Base64Pieces", () => {
  it.each([
    ["as it is", encoded],
    ["in lines", encoded.replace(/.{76}/g, "$&\r\n")],
    ["in lines as JSON escapes them", encoded.replace(/.{76}/g, "$&\\r\\n")],
    ["with slashes escaped", encoded.replaceAll("/", "\\/")],
    ["in the alphabet for addresses", encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")],
    ["in a data URL", `data:image/png;base64,${encoded}`],
    ["in a data URL with parameters", `data:image/png;name=x.png;base64,${encoded}`],
  ])("%s, in pieces of any size", (_, text) => {
    for (const size of [1, 3, 4, 5, 64, 10_000]) expect(decode(text, size)).toBe(bytes);
  });

  it.each([
    "*",
    "AAA=AAAA",
    "A",
    "AAAA====",
    "data:text/plain,hello",
    "data:text/plain;base64",
    "AA\\u0041A",
    "ä",
  ])("%j is refused", (text) => {
    for (const size of [1, 100]) expect(() => decode(text, size)).toThrow("base64");
  });
});
