import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const FOLDERS = [".", "docs", "docs/decisions", "models/cards"];
const PAGES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name)),
);
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

  it("list every decision", () => {
    const list = textOf("docs/decisions/README.md");
    const pages = readdirSync("docs/decisions").filter((name) => name !== "README.md");
    expect(pages.filter((name) => !list.includes(`](${name})`))).toEqual([]);
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
