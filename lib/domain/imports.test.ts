import { describe, expect, it } from "vitest";
import { summarySvg } from "./import-chart";
import { formatOf, guessMapping, mappingSchema, rowToBody } from "./imports";

describe("guessMapping", () => {
  it("finds columns by their usual names", () => {
    expect(guessMapping(["ID", "Comment Text", "Author", "created-at", "likes"])).toEqual({
      text: "Comment Text",
      content_id: "ID",
      user_id: "Author",
      timestamp: "created-at",
    });
    expect(guessMapping(["content_id", "text", "metadata.user_id"])).toMatchObject({
      user_id: "metadata.user_id",
    });
  });

  it("leaves the text open when no column is named like one", () => {
    const guess = guessMapping(["a", "b"]);
    expect(guess).toEqual({});
    expect(mappingSchema.safeParse(guess).success).toBe(false);
  });
});

describe("rowToBody", () => {
  const mapping = {
    text: "t",
    content_id: "id",
    user_id: "u",
    reach: "r",
    timestamp: "when",
    language: "lang",
  };

  it("makes what a request would have brought, and leaves empty cells out", () => {
    const row = { t: " Hello ", id: "7", u: "", r: "12", when: "2026-11-01 10:00:00", lang: "pt-BR" };
    expect(rowToBody(row, mapping, "x")).toMatchObject({
      body: {
        content_id: "7",
        text: " Hello ",
        metadata: { reach: 12, timestamp: "2026-11-01T10:00:00.000Z", language: "pt-BR" },
      },
    });
  });

  it("takes a row with a medium's address and no text, and says what a row without both lacks", () => {
    expect(guessMapping(["id", "photo_url", "video_url"])).toEqual({
      content_id: "id",
      image_url: "photo_url",
      video_url: "video_url",
    });
    const media = { text: "t", image_url: "pic", content_id: "id" };
    expect(mappingSchema.safeParse({ image_url: "pic" }).success).toBe(true);
    const read = rowToBody({ t: " ", pic: "https://example.org/a.png", id: "7" }, media, "x");
    expect(read).toMatchObject({ body: { content_id: "7", image_url: "https://example.org/a.png" } });
    expect("body" in read && "text" in read.body).toBe(false);
    expect(rowToBody({ t: "", pic: " ", id: "7" }, media, "x")).toEqual({
      error: "There is neither a text nor an address.",
    });
  });

  it("names a row without an id by the file and its place", () => {
    expect(rowToBody({ t: "Hello" }, mapping, "import-abc-4")).toMatchObject({
      body: { content_id: "import-abc-4" },
    });
  });

  it.each([
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01T10:00:00+02:00", "2026-11-01T08:00:00.000Z"],
    ["46327", "2026-11-01T00:00:00.000Z"],
    ["1793491200", "2026-11-01T00:00:00.000Z"],
    ["1793491200000", "2026-11-01T00:00:00.000Z"],
  ])("reads the moment %s", (when, iso) => {
    expect(rowToBody({ t: "x", when }, mapping, "x")).toMatchObject({
      body: { metadata: { timestamp: iso } },
    });
  });

  it.each([
    [{ t: "  " }, /no text/],
    [{ t: "x".repeat(20_001) }, /longer/],
    [{ t: "x", r: "many" }, /reach/],
    [{ t: "x", lang: "not a language" }, /language/],
    [{ t: "x", when: "soon" }, /timestamp/],
    [{ t: "x", id: "y".repeat(201) }, /content_id/],
  ])("says what is wrong with %o", (row, message) => {
    const read = rowToBody(row as Record<string, string>, mapping, "x");
    expect("error" in read && read.error).toMatch(message);
  });
});

it("knows formats by the file's ending", () => {
  expect(["a.CSV", "b.tsv", "c.jsonl", "d.ndjson", "e.xlsx", "f.xls", "g"].map(formatOf)).toEqual([
    "csv",
    "csv",
    "jsonl",
    "jsonl",
    "xlsx",
    null,
    null,
  ]);
});

it("draws a summary without letting the file's name into the picture's markup", () => {
  const svg = summarySvg(
    { rows: 12, refused: 2, decisions: { APPROVE: 5, FLAG: 3, BLOCK: 2 }, categories: { spam: 4 } },
    '<script>"&',
  );
  expect(svg).toContain("&lt;script&gt;&quot;&amp;: 12 rows");
  expect(svg).toMatch(/Spam and scams[\s\S]*>4</);
});
