import { describe, expect, it } from "vitest";
import { JsonSplitter } from "./split-json";

async function split(document: string, size: number, maxRest = 1000) {
  const values: [string, string][] = [];
  let open = "";
  const splitter = new JsonSplitter({
    fields: new Set(["big", "large"]),
    maxRest,
    begin: async (field) => {
      open = "";
      values.push([field, ""]);
    },
    piece: async (bytes) => {
      open += bytes.toString("latin1");
    },
    end: async () => {
      (values.at(-1) as [string, string])[1] = open;
    },
  });
  const bytes = Buffer.from(document);
  for (let at = 0; at < bytes.length; at += size) await splitter.write(bytes.subarray(at, at + size));
  return { values, rest: splitter.finish().toString() };
}

const DOCUMENTS: [string, string, [string, string][], string][] = [
  ["a value", '{"a":1,"big":"QUJD","b":"x"}', [["big", "QUJD"]], '{"a":1,"big":"","b":"x"}'],
  ["white space", '{ "big" : \n "QQ==" }', [["big", "QQ=="]], '{ "big" : \n "" }'],
  [
    "two values",
    '{"large":"AA","big":"BB"}',
    [
      ["large", "AA"],
      ["big", "BB"],
    ],
    '{"large":"","big":""}',
  ],
  ["the name as a value", '{"a":"big","b":"large"}', [], '{"a":"big","b":"large"}'],
  [
    "the name further in",
    '{"a":{"big":"QUJD"},"c":["big",{"large":"x"}]}',
    [],
    '{"a":{"big":"QUJD"},"c":["big",{"large":"x"}]}',
  ],
  [
    "quotes and escapes before it",
    '{"t":"say \\"big\\":\\"x\\" \\\\","big":"A"}',
    [["big", "A"]],
    '{"t":"say \\"big\\":\\"x\\" \\\\","big":""}',
  ],
  ["something else in its place", '{"big":12,"large":null}', [], '{"big":12,"large":null}'],
  ["no value", '{"big":""}', [["big", ""]], '{"big":""}'],
  ["other letters", '{"t":"größer 😀","big":"A"}', [["big", "A"]], '{"t":"größer 😀","big":""}'],
];

describe("JsonSplitter", () => {
  it.each(DOCUMENTS)("with %s, however the bytes arrive", async (_, document, values, rest) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(await split(document, size)).toEqual({ values, rest });
  });

  it("refuses a rest that grows too large, and only that", async () => {
    await expect(split(`{"a":"${"x".repeat(2000)}"}`, 100)).rejects.toMatchObject({ code: "too_large" });
    await expect(split(`{"big":"${"x".repeat(5000)}"}`, 100)).resolves.toMatchObject({ rest: '{"big":""}' });
  });
});
