import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardBlocks, inlines } from "./card-blocks";

describe("inlines", () => {
  it("reads bold, code and links to the web; other links and marks stay text", () => {
    expect(inlines("a **b** `c_d` [e](https://f.example) [g](../h.md) 2 * 3 * 4")).toEqual([
      { text: "a ", as: "plain" },
      { text: "b", as: "strong" },
      { text: " ", as: "plain" },
      { text: "c_d", as: "code" },
      { text: " ", as: "plain" },
      { text: "e", as: "link", href: "https://f.example" },
      { text: " ", as: "plain" },
      { text: "g", as: "plain" },
      { text: " 2 * 3 * 4", as: "plain" },
    ]);
    expect(inlines("[x](javascript:alert)")).toEqual([{ text: "x", as: "plain" }]);
  });
});

describe("cardBlocks", () => {
  it("reads headings, wrapped paragraphs and lists, code and tables", () => {
    const card = "# One\n\nA line\nthat goes on.\n- first\n  goes on\n- second\n\n```\nx | y\n```\n## Two\n";
    expect(cardBlocks(`${card}| name | n |\n| --- | --: |\n| \`a\` | 1.5 (1-2) |\n| b | - |\n`)).toEqual([
      { kind: "heading", level: 1, text: "One" },
      { kind: "paragraph", content: [{ text: "A line that goes on.", as: "plain" }] },
      {
        kind: "list",
        items: [[{ text: "first goes on", as: "plain" }], [{ text: "second", as: "plain" }]],
      },
      { kind: "code", text: "x | y" },
      { kind: "heading", level: 2, text: "Two" },
      {
        kind: "table",
        head: [[{ text: "name", as: "plain" }], [{ text: "n", as: "plain" }]],
        rows: [
          [[{ text: "a", as: "code" }], [{ text: "1.5 (1-2)", as: "plain" }]],
          [[{ text: "b", as: "plain" }], [{ text: "-", as: "plain" }]],
        ],
        numeric: [false, true],
      },
    ]);
  });

  it("reads the shipped cards without losing a table", () => {
    for (const file of readdirSync("models/cards")) {
      const card = readFileSync(`models/cards/${file}`, "utf8");
      const rules = card.split("\n").filter((line) => /^\|[\s:|-]+\|$/.test(line));
      const tables = cardBlocks(card).filter(({ kind }) => kind === "table");
      expect(tables).toHaveLength(rules.length);
    }
  });

  it("takes any text and comes to an end", () => {
    const lines = fc.constantFrom(
      "",
      "# a",
      "| a | b |",
      "| - |",
      "- x",
      "  y",
      "```",
      "**a",
      "[a](b",
      "text",
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), (card) => {
        expect(cardBlocks(card.join("\n")).length).toBeLessThanOrEqual(card.length);
      }),
    );
  });
});
