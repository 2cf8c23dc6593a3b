import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ImportFormat } from "#lib/domain/imports";
import { makeXlsx } from "#scripts/test/make-xlsx";
import { sniffTable, tableRows } from "./table-rows";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-table-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(name: string, content: string | Buffer) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  const rows = [];
  for await (const row of tableRows(file, name.split(".").at(-1) as ImportFormat)) rows.push(row);
  return rows;
}

describe("tableRows", () => {
  it.each([
    [",", "a.csv"],
    [";", "b.csv"],
    ["\t", "c.csv"],
  ])("reads CSV separated by %j, with quotes, line breaks and a byte order mark", async (separator, name) => {
    const lines = [["id", "text"].join(separator), ["1", '"two\nlines, ""quoted"""'].join(separator), ""];
    expect(await read(name, `\uFEFF${lines.join("\r\n")}`)).toEqual([
      { row: { id: "1", text: 'two\nlines, "quoted"' } },
    ]);
  });

  it("reads JSON lines with objects one level down, and names the line that is none", async () => {
    const lines = [
      '{"id":1,"text":"a","metadata":{"user_id":"u"},"tags":["x"]}',
      "",
      "{oops",
      "[1]",
      '{"text":"z"}',
    ];
    expect(await read("a.jsonl", lines.join("\n"))).toEqual([
      { row: { id: "1", text: "a", "metadata.user_id": "u", tags: '["x"]' } },
      { error: "The line is not JSON." },
      { error: "The line is not a JSON object." },
      { row: { text: "z" } },
    ]);
  });

  it("reads the first sheet of a workbook: shared and inline texts, numbers, gaps, empty rows", async () => {
    const rows = await read(
      "a.xlsx",
      makeXlsx([
        ["id", "text", "reach", "live"],
        [1, "salt & <pepper>", 12.5, true],
        [null, null, null, null],
        [2, null, 3, false],
        [3, "inline: here", null, null],
      ]),
    );
    expect(rows).toEqual([
      { row: { id: "1", text: "salt & <pepper>", reach: "12.5", live: "true" } },
      { row: { id: "2", text: "", reach: "3", live: "false" } },
      { row: { id: "3", text: "inline: here", reach: "", live: "" } },
    ]);
  });

  it.each([
    ["broken.csv", 'id,text\n1,"never closed'],
    ["broken.xlsx", "this is no zip"],
    ["broken2.xlsx", makeXlsx([["a"], ["b"]]).subarray(0, 200)],
  ])("says that %s cannot be read", async (name, content) => {
    await expect(read(name, content)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("finds the columns of rows that differ, and refuses an empty file", async () => {
    const file = path.join(folder, "mixed.jsonl");
    writeFileSync(file, '{"a":1}\n{"b":2}\n');
    expect((await sniffTable(file, "jsonl")).columns).toEqual(["a", "b"]);
    writeFileSync(file, "");
    await expect(sniffTable(file, "jsonl")).rejects.toMatchObject({ code: "invalid_input" });
  });
});
