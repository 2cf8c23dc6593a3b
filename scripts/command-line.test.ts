import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { enterWork } from "../lib/training/work-folder";
import { commandLine, decimal, wholeNumber } from "./command-line";

const root = mkdtempSync(path.join(tmpdir(), "sightline-commands-"));
afterAll(() => rmSync(root, { recursive: true }));
const nowhere = path.join(root, "nowhere");
const models = path.join(root, "models");

describe("commandLine", () => {
  const args = process.argv;
  afterEach(() => {
    process.argv = args;
  });
  const read = (...given: string[]) => {
    process.argv = [...args.slice(0, 2), ...given];
    return commandLine("usage", { models: { type: "string" } }, 1);
  };

  it("gives flags and names", () => {
    expect(read("--models", "there", "pack")).toMatchObject({
      values: { models: "there" },
      positionals: ["pack"],
    });
  });

  it.each([
    [["--colour"], "Unknown option '--colour'. See --help"],
    [["--models"], "Option '--models <value>' argument missing. See --help"],
    [["--models", "--colour"], "Option '--models' argument is ambiguous. See --help"],
    [["one", "two"], "two is one name too many. See --help"],
  ])("says in one sentence what is wrong with %j", (given, sentence) => {
    expect(() => read(...given)).toThrow(new RegExp(`^${sentence}$`, "u"));
  });
});

describe("numbers of flags", () => {
  it("are whole where they must be", () => {
    expect(wholeNumber("steps", "40")).toBe(40);
    for (const wrong of ["", " ", "abc", "1.5", "0", "-3", "1e400"])
      expect(() => wholeNumber("steps", wrong)).toThrow(/^--steps takes a whole number of 1 or more, not /u);
    expect(() => wholeNumber("bits", "40", 10, 24)).toThrow(
      "--bits takes a whole number from 10 to 24, not 40",
    );
  });

  it("are numbers elsewhere", () => {
    expect(decimal("rate", "0.1")).toBe(0.1);
    for (const wrong of ["", "fast", "-1"])
      expect(() => decimal("rate", wrong)).toThrow(/^--rate takes a number of 0 or more, not /u);
  });
});

/** Runs a program of this folder; what it says on both ways out, and how it ends. */
async function run(script: string, ...flags: string[]): Promise<{ code: number; said: string }> {
  const program = ["--import", "tsx", path.join(import.meta.dirname, `${script}.ts`)];
  const env = { ...process.env, DATABASE_URL: "", SIGHTLINE_DATA_DIR: nowhere };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [...program, ...flags], { env });
    return { code: 0, said: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: `${stdout}${stderr}` };
  }
}

const STACK = /^\s+at /mu;

describe("programs that train", () => {
  it.each([
    ["train-text-screen", ["--data", nowhere], "train:text-screen: no training set lies in "],
    [
      "train-text-deep",
      ["--data", nowhere, "--work", path.join(root, "a")],
      "train:text-deep: no training set",
    ],
    [
      "train-text-glance",
      ["--data", nowhere, "--work", path.join(root, "b")],
      "train:text-glance: no training",
    ],
    [
      "tune-text-deep",
      ["--data", nowhere, "--work", path.join(root, "c")],
      "tune:text-deep: no training set",
    ],
    ["tune-text-deep", ["--only", "3"], "tune:text-deep: --only takes a round and a run"],
    [
      "tune-text-deep",
      ["--only", "1.2", "--runs", "1"],
      "tune:text-deep: there is no run 1.2: 2 rounds of 1",
    ],
    ["calibrate-exit", ["--data", nowhere], "calibrate:exit: no training set lies in "],
    [
      "train-fusion",
      ["--provider", "tpu"],
      "train:fusion: --provider takes one of cpu, cuda, webgpu, not tpu",
    ],
    ["train-fusion", ["--steps", "abc"], "train:fusion: --steps takes a whole number of 1 or more, not abc"],
    ["train-fusion", ["--labels"], "train:fusion: the database is empty. Start Sightline once"],
    ["train-image-head", ["--provider", "tpu"], "train:image-head: --provider takes one of"],
    ["train-image-head", [], "train:image-head: the database is empty. Start Sightline once"],
    ["models-add", ["--remove"], "models:remove: name the pack"],
  ])(
    "say in a sentence what is wrong: %s %j",
    async (script, flags, sentence) => {
      const { code, said } = await run(script, ...flags);
      expect(said.startsWith(sentence), said).toBe(true);
      expect(said).not.toMatch(STACK);
      expect(code).toBe(1);
    },
    60_000,
  );

  it("print how they are used", async () => {
    const { code, said } = await run("train-fusion", "--help");
    expect(said).toMatch(/^npm run train:fusion .*--provider NAME/su);
    expect(code).toBe(0);
  }, 60_000);

  it("distil fusion on the provider that a flag names", async () => {
    const flags = ["--steps", "1", "--rows", "64", "--provider", "cpu", "--out", models];
    expect(await run("train-fusion", ...flags)).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(models, "manifest.json"), "utf8")).toContain('"fusion"');
    rmSync(models, { recursive: true });
  }, 60_000);

  it("say what is wrong with a checkpoint before anything is written over", async () => {
    const [data, work] = [path.join(root, "few"), path.join(root, "work")];
    mkdirSync(data);
    mkdirSync(work);
    const rows = Array.from({ length: 40 }, (_, at) =>
      JSON.stringify({
        id: `${at}`,
        lang: "en",
        text: `remark ${at} about the rain`,
        labels: { toxic: at % 2 },
      }),
    );
    writeFileSync(path.join(data, "jigsaw20k.jsonl.gz"), gzipSync(rows.join("\n")));
    enterWork(work, data);
    writeFileSync(path.join(work, "checkpoint.bin"), "");
    const { code, said } = await run("train-text-deep", "--data", data, "--work", work, "--teacher", "none");
    expect(said).toMatch(/^train:text-deep: .*checkpoint\.bin is empty\. Move it away/mu);
    expect(said).not.toMatch(STACK);
    expect(code).toBe(1);
  }, 60_000);

  it.each(["train-text-deep", "tune-text-deep", "train-text-glance"])(
    "do not go on with a run on other data: %s",
    async (script) => {
      const [data, work] = ["sets", "run"].map((each) => path.join(root, `${script}-${each}`)) as [
        string,
        string,
      ];
      mkdirSync(data);
      writeFileSync(path.join(data, "cad.jsonl.gz"), "some rows");
      enterWork(work, data);
      writeFileSync(path.join(data, "cad.jsonl.gz"), "other rows");
      const { code, said } = await run(script, "--data", data, "--work", work, "--out", models);
      expect(said).toMatch(
        /: .*-run holds a run on other data: cad has changed\. Name another folder with --work/u,
      );
      expect(said).not.toMatch(STACK);
      expect(code).toBe(1);
    },
    60_000,
  );

  it("ask for another tuning where there is one", async () => {
    const [data, work] = [path.join(root, "little"), path.join(root, "beside")];
    mkdirSync(data);
    writeFileSync(path.join(data, "cad.jsonl.gz"), "some rows");
    const { code, said } = await run("tune-text-deep", "--data", data, "--work", work, "--beside", nowhere);
    expect(said).toMatch(/^tune:text-deep: .* holds no text-deep .*Name a models folder that does/u);
    expect(said).not.toMatch(STACK);
    expect(code).toBe(1);
  }, 60_000);

  it("take the mean with no tuning that knows other words", async () => {
    const [data, work, other] = ["a-set", "mean", "other-words"].map((each) => path.join(root, each)) as [
      string,
      string,
      string,
    ];
    mkdirSync(data);
    writeFileSync(path.join(data, "cad.jsonl.gz"), "some rows");
    cpSync(path.resolve("models"), other, { recursive: true });
    const manifestPath = path.join(other, "manifest.json");
    const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
    const { features } = manifest.models.find(({ name }: { name: string }) => name === "text-deep").files;
    const bytes = readFileSync(path.join(other, features.path));
    bytes.writeUInt32LE(bytes.readUInt32LE(bytes.length - 4) + 1, bytes.length - 4);
    writeFileSync(path.join(other, features.path), bytes);
    features.sha256 = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(manifestPath, JSON.stringify(manifest));
    const { code, said } = await run("tune-text-deep", "--data", data, "--work", work, "--beside", other);
    expect(said).toMatch(
      /^tune:text-deep: text-deep in .* knows other words than the one in models\. Name one/u,
    );
    expect(said).not.toMatch(STACK);
    expect(code).toBe(1);
  }, 60_000);

  it("name the row of a set that cannot be read", async () => {
    const data = path.join(root, "data");
    mkdirSync(data);
    writeFileSync(path.join(data, "jigsaw20k.jsonl.gz"), gzipSync('{"id":"1","lang":"en"}\n'));
    const { said } = await run("train-text-screen", "--data", data, "--out", models);
    expect(said).toMatch(/^train:text-screen: .*jigsaw20k\.jsonl\.gz:1 is no row of a set: text: /u);
    expect(said).not.toMatch(STACK);
    expect(existsSync(models)).toBe(false);
  }, 60_000);
});
