import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ScoresFile } from "./scores-file";

const folder = mkdtempSync(path.join(tmpdir(), "sightline-scores-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("ScoresFile", () => {
  const data = path.join(folder, "labelled.jsonl");
  it("writes rows in order whatever the order they come in, and has its name only when it is whole", () => {
    const target = path.join(folder, "scores.jsonl");
    const out = ScoresFile.open(target, data);
    for (const at of [2, 0, 1, 3]) out.add(at, { at });
    expect(existsSync(target)).toBe(false);
    expect(out.close(true)).toBe(target);
    expect(out.close(false)).toBeUndefined();
    expect(readFileSync(target, "utf8")).toBe('{"at":0}\n{"at":1}\n{"at":2}\n{"at":3}\n');
    expect(existsSync(`${target}.partial`)).toBe(false);
  });

  it("keeps what was written before a stop beside an older file, and nothing where nothing was", () => {
    const target = path.join(folder, "stopped.jsonl");
    writeFileSync(target, "older");
    const out = ScoresFile.open(target, data);
    out.add(0, { at: 0 });
    out.add(2, { at: 2 });
    expect(out.close(false)).toBe(`${target}.partial`);
    expect(readFileSync(`${target}.partial`, "utf8")).toBe('{"at":0}\n');
    expect(readFileSync(target, "utf8")).toBe("older");
    expect(ScoresFile.open(target, data).close(false)).toBeUndefined();
    expect(existsSync(`${target}.partial`)).toBe(false);
  });

  it("says that it cannot be written", () => {
    expect(() => ScoresFile.open(path.join(folder, "no", "where"), data)).toThrow(
      /cannot be written: ENOENT/u,
    );
  });

  it("refuses the labelled file, by its own path or another, before anything is written", () => {
    const whole = path.join(folder, "kept.jsonl.partial");
    const names = { link: path.join(folder, "link.jsonl"), hard: path.join(folder, "hard.jsonl") };
    writeFileSync(whole, "labelled");
    symlinkSync(whole, names.link);
    linkSync(whole, names.hard);
    const refused = /would overwrite the labelled rows of .*name another file with --out/u;
    const ways = [whole, path.relative(process.cwd(), whole), names.link, names.hard];
    for (const out of [...ways, path.join(folder, "kept.jsonl")])
      expect(() => ScoresFile.open(out, whole)).toThrow(refused);
    for (const given of ways) expect(() => ScoresFile.open(whole, given)).toThrow(refused);
    expect(readFileSync(whole, "utf8")).toBe("labelled");
    expect(readdirSync(folder).filter((name) => /^(?:kept|link|hard)\./u.test(name))).toHaveLength(3);
  });
});
