import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const FOLDERS = [".", "docs", "docs/decisions", "models/cards"];
const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name)),
);
interface FileEntry {
  path: string;
  sha256: string;
  bytes: number;
}
const textOf = (page: string) => readFileSync(page, "utf8");
const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);

describe("the documents", () => {
  it("link to what is there", () => {
    const links = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([^)#\s]+)/g)]
        .map(([, to = ""]) => ({ page, to }))
        .filter(({ to }) => !/^[a-z]+:/.test(to)),
    );
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter(({ page, to }) => !existsSync(path.join(path.dirname(page), to)))).toEqual([]);
  });

  it("link to headings that are there", () => {
    const heading = (line: string) =>
      line
        .replace(/[^\p{L}\p{N}_\- ]/gu, "")
        .trim()
        .toLowerCase()
        .replaceAll(" ", "-");
    const headings = (page: string) =>
      [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, line = ""]) => heading(line));
    const links = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([^)#\s:]*\.md)?#([^)\s]+)/g)].map(([, to, anchor = ""]) => ({
        page: to ? path.join(path.dirname(page), to) : page,
        anchor,
      })),
    );
    expect(links.filter(({ page, anchor }) => !headings(page).includes(anchor))).toEqual([]);
  });

  it("name files of the code that are there", () => {
    const named = PAGES.flatMap((page) =>
      [...textOf(page).matchAll(/`((?:lib|scripts|bench|workers)\/[\w./-]+)`/g)].map(([, file = ""]) => file),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !existsSync(file) && !existsSync(`${file}.ts`))).toEqual([]);
  });

  it("tell of the models that ship what the manifest says", () => {
    const { models } = JSON.parse(readFileSync("models/manifest.json", "utf8")) as {
      models: { name: string; version: string; card: string; files: Record<string, FileEntry> }[];
    };
    for (const { name, version, card, files } of models) {
      const text = textOf(path.join("models", card));
      expect(text.startsWith(`# ${name} ${version}\n`), card).toBe(true);
      for (const { path: file, bytes } of Object.values(files))
        expect(statSync(path.join("models", file)).size, file).toBe(bytes);
      const sha256 = /sha256 of model\.onnx: `(\w+)`/.exec(text)?.[1];
      if (sha256) expect(sha256, card).toBe(files.model?.sha256);
    }
    const texts = models.filter(({ name }) => name.startsWith("text-"));
    const bytes = texts
      .flatMap(({ files }) => Object.values(files))
      .reduce((sum, file) => sum + file.bytes, 0);
    expect(texts).toHaveLength(4);
    expect(bytes).toBeLessThan(40e6);
  });

  it("list every decision, in order within a section", () => {
    const list = textOf("docs/decisions/README.md");
    const pages = readdirSync("docs/decisions").filter((name) => name !== "README.md");
    expect(pages.filter((name) => !list.includes(`](${name})`))).toEqual([]);
    for (const section of list.split(/^## /m)) {
      const numbers = [...section.matchAll(/^- \[(\d+)\]/gm)].map(([, number]) => number);
      expect(numbers).toEqual([...numbers].sort());
    }
  });

  it("name programs that are there, and all of them", () => {
    const named = new Set(
      PAGES.flatMap((page) => [
        ...[...textOf(page).matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name]) => name),
        ...[...textOf(page).matchAll(/`(?:npm )?([a-z][\w:-]*)/g)]
          .map(([, name = ""]) => name)
          .filter((name) => scripts.includes(name)),
      ]),
    );
    expect([...named].filter((name) => !scripts.includes(name as string))).toEqual([]);
    expect(scripts.filter((name) => !named.has(name))).toEqual([]);
  });
});
