import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandsOf, shinglesOf, similarity } from "./min-hash";

const POST = "Our shop has the best watches in town, write to us today and get a second one free of charge.";
const meet = (a: string, b: string) => {
  const other = new Set(bandsOf(shinglesOf(b)));
  return bandsOf(shinglesOf(a)).some((band) => other.has(band));
};
const alike = (a: string, b: string) => similarity(shinglesOf(a), shinglesOf(b));

describe("near-duplicates", () => {
  it("are the same whatever their case, spacing, punctuation and numbers", () => {
    const copy = POST.toUpperCase().replaceAll(",", " !!").concat(" 12345");
    expect(alike(POST, copy)).toBeGreaterThan(0.9);
    expect(alike("Call 555-1234 now please", "call 777-9999 NOW, please")).toBe(1);
    expect(meet(POST, copy)).toBe(true);
  });

  it("meet when a few words differ, and not when the text is another", () => {
    const edited = POST.replace("watches", "phones").replace("today", "now");
    expect(alike(POST, edited)).toBeGreaterThan(0.6);
    expect(meet(POST, edited)).toBe(true);
    const other = "The match was moved to Sunday because of the rain, see you all at the river.";
    expect(alike(POST, other)).toBeLessThan(0.1);
    expect(meet(POST, other)).toBe(false);
  });

  it("cannot be told from a few letters", () => expect(bandsOf(shinglesOf("ok!"))).toEqual([]));

  it("have similarity 1 with themselves and the same both ways", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 10 }), fc.string({ minLength: 10 }), (a, b) => {
        const [x, y] = [shinglesOf(a), shinglesOf(b)];
        if (x.size > 0) expect(similarity(x, x)).toBe(1);
        expect(similarity(x, y)).toBe(similarity(y, x));
      }),
    );
  });
});
