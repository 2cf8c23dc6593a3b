import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withFolderLock } from "./folder-lock";
import type { ModelManifest } from "./manifest";
import { findModels } from "./model-files";
import { ModelsFolder } from "./models-folder";
import { speechPack } from "./speech-pack.fixture";
import { writeManifest } from "./write-manifest";

const root = mkdtempSync(path.join(tmpdir(), "sightline-folder-"));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(root, { recursive: true });
});
let runs = 0;
let home = "";
beforeEach(() => {
  runs += 1;
  home = path.join(root, `${runs}`);
  mkdirSync(home);
});

/** What a program in another process begins with. */
const PRELUDE = `
  import { existsSync } from "node:fs";
  import { withFolderLock } from "${path.join(import.meta.dirname, "folder-lock.ts")}";
  import { ModelsFolder } from "${path.join(import.meta.dirname, "models-folder.ts")}";
  import { installFiles, removeFiles } from "${path.join(import.meta.dirname, "pack-installation.ts")}";
  import { speechPack } from "${path.join(import.meta.dirname, "speech-pack.fixture.ts")}";
  import { writeManifest } from "${path.join(import.meta.dirname, "write-manifest.ts")}";
  const home = process.argv.at(-1);
  const folder = new ModelsFolder(home);
  const die = () => { process.kill(process.pid, "SIGKILL"); for (;;); };
`;

function run(code: string): ChildProcess {
  const file = path.join(root, `${runs}-${started.length}.mts`);
  writeFileSync(file, `${PRELUDE}${code}`);
  const child = spawn(process.execPath, ["--import", "tsx", file, home], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  return child;
}
const ended = async (child: ChildProcess) => (await once(child, "exit"))[0] as number | null;

const listed = () => new ModelsFolder(home).models();
const hidden = () => readdirSync(home).filter((name) => name.startsWith("."));
const fusion = (name = "fusion", card = `# ${name} 1.0.0\n`) => {
  const folder = new ModelsFolder(home);
  const entry: ModelManifest = {
    ...{ name, version: "1.0.0", runner: "fusion", inputs: {}, categories: ["spam"] },
    ...{ languages: {}, exit: {}, licence: "Apache-2.0", card: `cards/${name}.md` },
    files: { model: folder.writer(name, "1.0.0")("model.onnx", "weights") },
  };
  folder.publish(entry, card);
  return folder;
};

describe("publish", () => {
  it("keeps the day on which a model was written", () => {
    const today = () => new Date().toISOString().slice(0, 10);
    const before = today();
    const [model] = fusion().models();
    expect([before, today()]).toContain(model?.written);
    expect(readFileSync(path.join(home, "cards/fusion.md"), "utf8")).toMatch(/^# fusion/);
  });

  it("leaves another version where the one before stood", () => {
    fusion("one");
    fusion("two");
    fusion("one");
    expect(listed().map(({ name }) => name)).toEqual(["one", "two"]);
  });
});

describe("setDerived", () => {
  it("changes what is derived of those that are named, and nothing else", () => {
    const folder = fusion("one");
    fusion("two");
    const [, two] = folder.models();
    folder.setDerived((name) => (name === "one" ? { exit: { spam: { low: 0.1, high: 0.9 } } } : undefined));
    expect(folder.models()).toMatchObject([{ exit: { spam: { low: 0.1, high: 0.9 } } }, two]);
  });
});

describe("two programs at once", () => {
  it("lose no entry and leave none of what was removed, and nobody reads half a manifest", async () => {
    fusion("first", "#");
    const go = path.join(home, "go");
    const program = (letter: string) => `
      console.log("ready");
      while (!existsSync(home + "/go"));
      for (let at = 0; at < 30; at++) {
        const { entry, files } = speechPack("${letter}" + at, "weights " + at);
        folder.install(entry, "# a card", files);
        if (at % 3 === 0) folder.remove("${letter}" + at);
      }
    `;
    const children = ["a", "b"].map((letter) => run(program(letter)));
    await Promise.all(children.map((child) => once(child.stdout as NodeJS.ReadableStream, "data")));
    let writing = true;
    const ends = Promise.all(children.map(ended)).finally(() => {
      writing = false;
    });
    writeFileSync(go, "");
    let read = 0;
    for (; writing; read++) {
      expect(() => JSON.parse(readFileSync(path.join(home, "manifest.json"), "utf8"))).not.toThrow();
      await new Promise(setImmediate);
    }
    expect(await ends).toEqual([0, 0]);
    expect(read).toBeGreaterThan(100);
    const kept = Array.from({ length: 30 }, (_, at) => at).filter((at) => at % 3 > 0);
    const names = ["first", ...kept.flatMap((at) => [`a${at}`, `b${at}`])].sort();
    const { models } = await findModels(home);
    expect(models.map(({ name }) => name).sort()).toEqual(names);
    expect(models.filter(({ ok }) => !ok)).toEqual([]);
    expect(readdirSync(path.join(home, "cards"))).toHaveLength(names.length);
    expect(hidden()).toEqual([]);
  });
});

describe("a program that is killed while it adds a pack", () => {
  const install = (name: string, commit: string) => `
    const { entry, files } = speechPack("${name}", "other weights");
    const entries = folder.models();
    withFolderLock(home, () => installFiles(home, entry, files, { entries, commit: () => { ${commit} die(); } }));
  `;
  const add = () => {
    const { entry, files } = speechPack("pack", "weights");
    new ModelsFolder(home).install(entry, "# pack", files);
  };
  const found = async () => (await findModels(home)).models.map(({ name, ok }) => [name, ok]);

  it.each<[string, string]>([
    [
      "before anything is in its place",
      `const { entry, files } = speechPack("pack", "other weights");
       class Few extends Map { *[Symbol.iterator]() { yield* super[Symbol.iterator](); die(); } }
       folder.install(entry, "#", new Few(files));`,
    ],
    ["between files and manifest", install("pack", "")],
  ])(
    "%s leaves the pack that served, and nothing beside once somebody adds or removes",
    async (_, program) => {
      add();
      const before = listed();
      await ended(run(program));
      expect(hidden().map((name) => name.replace(/\d+@.*/u, ""))).toEqual([".adding-pack", ".lock-"]);
      fusion("another");
      expect(hidden()).toEqual([]);
      expect(listed().slice(0, 1)).toEqual(before);
      expect(await found()).toEqual([
        ["pack", true],
        ["another", true],
      ]);
    },
  );

  it("leaves nothing of a new pack", async () => {
    fusion("another");
    await ended(run(install("pack", "")));
    expect(existsSync(path.join(home, "pack"))).toBe(true);
    fusion("another");
    expect(readdirSync(home).sort()).toEqual(["another", "cards", "manifest.json"]);
  });

  it("keeps what came as far as the manifest", async () => {
    add();
    await ended(run(install("pack", "writeManifest(home, [entry]);")));
    expect(hidden()).toHaveLength(2);
    fusion("another");
    expect(hidden()).toEqual([]);
    expect(await found()).toEqual([
      ["pack", true],
      ["another", true],
    ]);
    expect(readFileSync(path.join(home, "pack/1.0.0/model.onnx"), "utf8")).toBe("other weights");
  });

  it("takes away what earlier versions left, of which nothing was noted", () => {
    mkdirSync(path.join(home, ".adding-pack-4711"));
    writeFileSync(path.join(home, ".adding-pack-4711", "model.onnx"), "half");
    fusion();
    expect(hidden()).toEqual([]);
  });
});

describe("a program that is killed while it removes a pack", () => {
  const removal = (commit: string) => `
    const entries = folder.models();
    withFolderLock(home, () => removeFiles(home, entries[0], () => { ${commit} die(); }));
  `;
  const add = () => {
    const { entry, files } = speechPack("pack", "weights");
    new ModelsFolder(home).install(entry, "# pack", files);
  };

  it("leaves the pack that is still listed", async () => {
    add();
    await ended(run(removal("")));
    fusion("another");
    expect(hidden()).toEqual([]);
    expect((await findModels(home)).models.map(({ name, ok }) => [name, ok])).toEqual([
      ["pack", true],
      ["another", true],
    ]);
  });

  it("leaves none of its files once somebody adds or removes", async () => {
    add();
    await ended(run(removal("writeManifest(home, []);")));
    expect(existsSync(path.join(home, "pack"))).toBe(true);
    fusion("another");
    expect(readdirSync(home).sort()).toEqual(["another", "cards", "manifest.json"]);
    expect(readdirSync(path.join(home, "cards"))).toEqual(["another.md"]);
  });
});

describe("a removal", () => {
  it("takes away what was installed, and nothing that lies there besides", () => {
    const folder = new ModelsFolder(home);
    const { entry, files } = speechPack("cards", "weights");
    fusion();
    folder.install(entry, "# cards", files);
    writeFileSync(path.join(home, "cards", "notes.txt"), "somebody's own");
    folder.remove("cards");
    expect(listed().map(({ name }) => name)).toEqual(["fusion"]);
    expect(readdirSync(path.join(home, "cards")).sort()).toEqual(["fusion.md", "notes.txt"]);
  });

  it.each(["", ".", "../beside", "/beside"])("never follows a card at %j", (card) => {
    fusion();
    const { entry } = speechPack("pack", "weights");
    writeManifest(home, [...listed(), { ...entry, card }]);
    expect(() => new ModelsFolder(home).remove("pack")).toThrow(/entry 2, pack, is damaged \(card: /u);
    expect(readdirSync(home)).toContain("cards");
  });
});

describe("withFolderLock", () => {
  const flag = (pid: number | undefined, host = hostname()) => path.join(home, `.lock-${pid}@${host}`);

  it("says who is in, and what to do, when it has waited long enough", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    started.push(other);
    writeFileSync(flag(other.pid), "");
    const use = vi.fn();
    expect(() => withFolderLock(home, use, 100)).toThrow(
      new RegExp(
        `is being changed by process ${other.pid}\\. Run this again .*delete .*lock-${other.pid}@`,
        "u",
      ),
    );
    writeFileSync(flag(1, "elsewhere"), "");
    rmSync(flag(other.pid));
    expect(() => withFolderLock(home, use, 100)).toThrow(/by process 1 on elsewhere\./u);
    rmSync(flag(1, "elsewhere"));
    expect(use).not.toHaveBeenCalled();
    withFolderLock(home, use, 100);
    expect(use).toHaveBeenCalledOnce();
    expect(hidden()).toEqual([]);
  });

  it("lets the next one in after one that failed or is gone", async () => {
    const other = spawn(process.execPath, ["--version"]);
    await ended(other);
    writeFileSync(flag(other.pid), "");
    const fail = () => {
      throw new Error("no space left");
    };
    expect(() => withFolderLock(home, fail, 100)).toThrow("no space left");
    expect(withFolderLock(home, () => hidden().length, 100)).toBe(1);
    expect(hidden()).toEqual([]);
  });
});
