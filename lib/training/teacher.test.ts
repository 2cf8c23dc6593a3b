import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { targetRow } from "./datasets";
import { heed, keptTeacher, keptTeacherName } from "./teacher";

const column = (category: (typeof CATEGORIES)[number]) => CATEGORIES.indexOf(category);

describe("heed", () => {
  it("speaks alone where nothing is known, softly beside labels, as loud as a guess", () => {
    const labelled = targetRow({ toxicity: 1 });
    const targets = targetRow({ toxicity: 1, profanity: 0 });
    const trust = Float32Array.from(targets, (value) => (Number.isNaN(value) ? 0 : 1));
    const said = targetRow({ toxicity: 0.5, profanity: 0.5, hate: 0.25, misinformation: 0.9 });
    heed(said, labelled, targets, trust);
    expect(targets[column("toxicity")]).toBeCloseTo(0.9);
    expect(targets[column("profanity")]).toBeCloseTo(0.25);
    expect(targets[column("hate")]).toBeCloseTo(0.25);
    expect(trust[column("hate")]).toBeCloseTo(0.3);
    expect(trust[column("toxicity")]).toBe(1);
    expect(targets[column("misinformation")]).toBeNaN();
    expect(targets[column("violence")]).toBeNaN();
    expect(trust[column("violence")]).toBe(0);
  });
});

describe("keptTeacher", () => {
  it("asks once for the same texts, whoever is asked the next time, and again for others", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sightline-teacher-"));
    try {
      const file = path.join(folder, "teacher.bin");
      let asked = 0;
      const teacher = async (texts: readonly string[]) => {
        asked++;
        return texts.map((text) => new Float32Array(CATEGORIES.length).fill(text.length));
      };
      const first = await keptTeacher(file, "one", teacher)(["a", "bcd"]);
      const second = await keptTeacher(file, "two", teacher)(["a", "bcd"]);
      expect(asked).toBe(1);
      expect(second.map((row) => Array.from(row))).toEqual(first.map((row) => Array.from(row)));
      expect(second[1]?.[0]).toBe(3);
      expect(keptTeacherName(file)).toBe("one");
      await keptTeacher(file, "two", teacher)(["ab", "cd"]);
      expect(asked).toBe(2);
      expect(keptTeacherName(file)).toBe("two");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
