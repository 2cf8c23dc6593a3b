import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExchangeSignal, formatExchange, parseExchange, SIGNAL_CATEGORIES } from "./hash-exchange";
import { hashToHex } from "./hash256";

const HEADER = "collab,signal_type,signal_str,category,tags";
const A = "a1".repeat(32);
const B = "0f".repeat(32);

const file = (...rows: string[]) => [HEADER, ...rows].join("\n");

const signals: fc.Arbitrary<ExchangeSignal> = fc.record({
  kind: fc.constantFrom("pdq" as const, "sha256" as const),
  hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  collab: fc.string().map((name) => name.trim()),
  category: fc.constantFrom(...SIGNAL_CATEGORIES),
  tags: fc.uniqueArray(fc.stringMatching(/^[a-z_:,"]{1,12}$/)),
});

describe("the exchange format", () => {
  it("is read back as written", () => {
    fc.assert(
      fc.property(fc.array(signals), (list) => {
        expect(parseExchange(formatExchange(list))).toEqual({ signals: list, errors: [], unsupported: {} });
      }),
    );
  });

  it("is what ThreatExchange tools write", () => {
    const text = formatExchange([
      {
        kind: "pdq",
        hash: Buffer.from(A, "hex"),
        collab: "Harbour, east",
        category: "POSITIVE_CLASS",
        tags: ["x", "y"],
      },
    ]);
    expect(text).toBe(`${HEADER}\r\n"Harbour, east",pdq,${A},POSITIVE_CLASS,x y\r\n`);
  });

  it("takes columns in any order, others beside them, capitals and a byte order mark", () => {
    const { signals: read, errors } = parseExchange(
      `\ufeffSignal_Str,owner,Signal_Type\r\n${A.toUpperCase()},someone,HASH_PDQ\r\n\r\n${B},,HASH_SHA256`,
    );
    expect(errors).toEqual([]);
    expect(read.map(({ kind, hash }) => [kind, hashToHex(hash)])).toEqual([
      ["pdq", A],
      ["sha256", B],
    ]);
    expect(read[0]).toMatchObject({ category: "INVESTIGATION_SEED", tags: [], collab: "" });
  });

  it("knows the category names of older tools", () => {
    const read = parseExchange(
      file(`c,pdq,${A},TRUE_POSITIVE,`, `c,pdq,${A},WORTH_INVESTIGATING,`, `c,pdq,${A},FALSE_POSITIVE,`),
    );
    expect(read.signals.map((signal) => signal.category)).toEqual([
      "POSITIVE_CLASS",
      "INVESTIGATION_SEED",
      "NEGATIVE_CLASS",
    ]);
  });

  it("counts the types that are not matched here", () => {
    const read = parseExchange(
      file("c,video_md5,ab,POSITIVE_CLASS,", `c,pdq,${A},,`, "c,url,x,,", "c,url,y,,"),
    );
    expect(read).toMatchObject({ errors: [], unsupported: { video_md5: 1, url: 2 } });
    expect(read.signals).toHaveLength(1);
  });
});

describe("errors", () => {
  it("name the line and the reason, and the other rows are read", () => {
    const read = parseExchange(
      file(
        `c,pdq,${A.slice(1)},POSITIVE_CLASS,`,
        `"two\nlines",pdq,${A},POSITIVE_CLASS,`,
        `c,pdq,${A},SURELY,`,
        `c,,${A},,`,
        `c,pdq,${A}`,
        `c,sha256,${"g".repeat(64)},,`,
        `"c"x,pdq,${A},,`,
        `c,pdq,${B},,last`,
      ),
    );
    expect(read.signals.map((signal) => signal.collab)).toEqual(["two\nlines", "c"]);
    expect(read.errors.map(({ line, message }) => `${line} ${message.slice(0, 24)}`)).toEqual([
      "2 A pdq signal is 64 hexad",
      "5 The category must be one",
      "6 The signal type is missi",
      "7 3 fields where the heade",
      "8 A sha256 signal is 64 he",
      "9 A quotation mark is not ",
    ]);
  });

  it.each([
    ["", 1, "empty"],
    ["\n\n", 1, "empty"],
    [`${A}\n${B}\n`, 1, "signal_type and signal_str missing"],
    [`signal_type,hash\npdq,${A}`, 1, "signal_str missing"],
  ])("say why a whole file cannot be read: %j", (text, line, reason) => {
    const read = parseExchange(text);
    expect(read.signals).toEqual([]);
    expect(read.errors).toEqual([{ line, message: expect.stringContaining(reason) }]);
  });

  it("never throw, whatever the file holds", () => {
    const pieces = fc.constantFrom('"', ",", "\n", "\r", "\r\n", "pdq", A, "POSITIVE_CLASS", " ", "x");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const read = parseExchange(file(parts.join("")));
        for (const error of read.errors) expect(error.line).toBeGreaterThan(0);
      }),
    );
  });

  it("refuse to write a tag that would be read as two", () => {
    const signal = { kind: "pdq", hash: new Uint8Array(32), collab: "", category: "DISPUTED" } as const;
    expect(() => formatExchange([{ ...signal, tags: ["two words"] }])).toThrow(RangeError);
  });
});

describe("a large file", () => {
  it("is read in one go", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `c,pdq,${i.toString(16).padStart(64, "0")},,`);
    expect(parseExchange(file(...rows)).signals).toHaveLength(5000);
  });

  it("of one open quotation mark or of nothing but marks is only wrong", () => {
    for (const rest of [`"${"x\n".repeat(100_000)}`, '"\n'.repeat(20_001), '""x\n'.repeat(20_000)]) {
      const read = parseExchange(file(rest));
      expect(read.signals).toEqual([]);
      expect(read.errors.length).toBeGreaterThan(0);
    }
  });
});
