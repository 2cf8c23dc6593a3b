import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { enterWork } from "./work-folder";

const root = mkdtempSync(path.join(tmpdir(), "sightline-work-"));
afterAll(() => rmSync(root, { recursive: true }));
let runs = 0;
let [data, work] = ["", ""];
const write = (set: string, rows: string) => writeFileSync(path.join(data, `${set}.jsonl.gz`), rows);
beforeEach(() => {
  runs += 1;
  [data, work] = [path.join(root, `${runs}-data`), path.join(root, `${runs}-work`)];
  mkdirSync(data);
  write("cad", "some rows");
  write("liar", "lies");
});

describe("enterWork", () => {
  it("goes on with the same sets, whatever else lies beside them", () => {
    const sets = enterWork(work, data);
    writeFileSync(path.join(work, "checkpoint.bin"), "");
    write("a-set-that-is-not-read", "rows");
    expect(enterWork(work, data)).toBe(sets);
    expect(readdirSync(work).sort()).toEqual(["checkpoint.bin", "sets.json"]);
  });

  it("gives other sets another hash", () => {
    const sets = enterWork(work, data);
    write("cad", "SOME ROWS");
    expect(enterWork(`${work}-too`, data)).not.toBe(sets);
  });

  it("refuses other sets, names them and says what to do", () => {
    enterWork(work, data);
    write("cad", "SOME ROWS");
    rmSync(path.join(data, "liar.jsonl.gz"));
    write("surge_profanity_lexicon", "words");
    const changes = "cad has changed, liar is gone, surge_profanity_lexicon is new";
    expect(() => enterWork(work, data)).toThrow(
      `${work} holds a run on other data: ${changes}. Name another folder with --work to begin anew, or bring the sets back`,
    );
  });

  it.each(["vocabulary.bin", "run-1.1/checkpoint.bin"])(
    "refuses %s of a run of which no sets are noted",
    (file) => {
      mkdirSync(path.join(work, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(work, "run.log"), "begun");
      expect(() => enterWork(work, data)).not.toThrow();
      rmSync(path.join(work, "sets.json"));
      writeFileSync(path.join(work, file), "");
      expect(() => enterWork(work, data)).toThrow(/nobody noted the sets .*Name another folder with --work/u);
    },
  );

  it("refuses a note that cannot be read", () => {
    enterWork(work, data);
    writeFileSync(path.join(work, "sets.json"), '{"cad": ');
    expect(() => enterWork(work, data)).toThrow(/sets\.json cannot be read.*Name another folder/u);
  });
});
