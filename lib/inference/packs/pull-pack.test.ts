import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type HubManners, withHub } from "#scripts/test/hub";
import { writeTinyBert } from "#scripts/test/tiny-bert";
import { writeTinyModels } from "#scripts/test/tiny-screen-model";
import { type PullOptions, pullPack } from "./pull-pack";

const root = mkdtempSync(path.join(tmpdir(), "sightline-pull-"));
afterAll(() => rmSync(root, { recursive: true }));

const NAMES = ["config.json", "tokenizer.json", "onnx/model.onnx"];
const MODEL = "onnx/model.onnx";
let runs = 0;
let [folder, modelsDir, workDir] = ["", "", ""];
beforeEach(() => {
  runs += 1;
  [folder, modelsDir, workDir] = ["bert", "models", "work"].map((name) =>
    path.join(root, `${runs}`, name),
  ) as [string, string, string];
  writeTinyBert(folder);
  writeTinyModels(modelsDir, { toxicity: "cabbage" });
});

const files = (names = NAMES) => Object.fromEntries(names.map((name) => [name, path.join(folder, name)]));
const pull = (manners: HubManners = {}, options: Partial<PullOptions> = {}, served = files()) =>
  withHub(served, (hub) => pullPack("toxic-bert", { modelsDir, workDir, hub, ...options }), manners);
const manifest = () => readFileSync(path.join(modelsDir, "manifest.json"), "utf8");

/** The pull fails with this message, and the models folder is as it was, without any leftover. */
async function fails(work: () => Promise<unknown>, message: RegExp): Promise<void> {
  const before = [manifest(), readdirSync(modelsDir)];
  await expect(work()).rejects.toThrow(message);
  await expect(work()).rejects.toMatchObject({ name: "Failure" });
  expect([manifest(), readdirSync(modelsDir)]).toEqual(before);
}

describe("pullPack", () => {
  it("goes on from where a download broke off, asks for nothing twice, and leaves no download behind", async () => {
    const size = statSync(path.join(folder, MODEL)).size;
    let hear = (): void => {};
    const heardOf = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const onBytes = (file: string) => file === "model.onnx" && hear();
    await fails(
      () => pull({ breaksAfter: { [MODEL]: 300 }, heard: heardOf }, { onBytes }),
      /broke off after \d+ (?:of \d+ )?bytes.*is kept/u,
    );
    const come = statSync(path.join(workDir, "toxic-bert", "model.onnx.part")).size;
    expect(come).toBeGreaterThanOrEqual(300);
    const asked: unknown[] = [];
    const heard: number[] = [];
    await pull({ onRequest: (each) => asked.push(each) }, { onBytes: (_, bytes) => heard.push(bytes) });
    expect(asked).toEqual([
      { file: "config.json", unless: expect.any(String) },
      { file: "tokenizer.json", unless: expect.any(String) },
      { file: MODEL, range: `bytes=${come}-` },
    ]);
    expect(heard.at(-1)).toBe(size);
    expect(existsSync(path.join(workDir, "toxic-bert"))).toBe(false);
    expect(manifest()).toContain('"toxic-bert"');
  });

  it("begins anew where the hub has another version by then", async () => {
    await fails(() => pull({ breaksAfter: { [MODEL]: 300 } }), /broke off/u);
    writeTinyBert(folder, ["toxic", "threat"]);
    const file = path.join(folder, MODEL);
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from([0x12, 1, 65])]));
    expect((await pull()).categories).toEqual(["toxicity", "violence"]);
  });

  it("gives a server up that sends nothing more", async () => {
    const manners = { stallsAfter: { [MODEL]: 100 } };
    await fails(() => pull(manners, { stallMs: 150 }), /broke off after \d+ bytes: nothing came/u);
  });

  it("checks the sha256 that the hub names, and the one that was asked for", async () => {
    const right = createHash("sha256")
      .update(readFileSync(path.join(folder, MODEL)))
      .digest("hex");
    const wrong = "0".repeat(64);
    await fails(
      () => pull({ linked: { [MODEL]: wrong } }),
      /did not come as the hub has it.*is deleted; try again/u,
    );
    await fails(() => pull({}, { sha256: wrong }), /sha256 is \w+, not 0+ as asked for/u);
    expect(await pull({ linked: { [MODEL]: right } }, { sha256: right.toUpperCase() })).toMatchObject({
      name: "toxic-bert",
    });
  });

  it.each([
    [{ refuses: { "config.json": 401 } }, /answers 401.*with an account and use: npm run models:add/u],
    [{ refuses: { "config.json": 429 } }, /answers 429.*in some minutes/u],
    [{ refuses: { [MODEL]: 503 } }, /answers 503.*Try again later/u],
  ])("says what a refusal means: %j", async (manners, message) => {
    await fails(() => pull(manners), message);
  });

  it("says which file the hub does not have", async () => {
    await fails(
      () => pull({}, {}, files(["config.json", "tokenizer.json"])),
      /has none of onnx\/model.onnx/u,
    );
    await fails(() => pull({}, {}, files(["config.json"])), /has no tokenizer.json/u);
  });

  describe("--quantised", () => {
    const big = path.join(root, "big");
    const quantised = (served: Record<string, string>, options: Partial<PullOptions> = {}) => {
      writeFileSync(big, "the whole model, which nobody asked for");
      const fetched: string[] = [];
      const all = { ...files(["config.json", "tokenizer.json"]), [MODEL]: big, "model.onnx": big, ...served };
      const whole = { modelsDir, workDir, quantised: true, onFile: (file: string) => fetched.push(file) };
      const work = withHub(all, (hub) => pullPack("toxic-multilingual", { ...whole, hub, ...options }));
      return work.then(() => fetched.at(-1));
    };

    it.each([
      "onnx/model_quantized.onnx",
      "model_quantized.onnx",
      "model.quant.onnx",
      "onnx/model_int8.onnx",
    ])("takes %s, not the whole model beside it", async (file) => {
      const small = path.join(folder, MODEL);
      expect(await quantised({ [file]: small })).toBe(file);
    });

    it("takes the name that the pack gives before the usual ones", async () => {
      const small = path.join(folder, MODEL);
      const both = { "onnx/model_quantized.onnx": big, "model.quant.onnx": small };
      expect(await quantised(both)).toBe("model.quant.onnx");
      expect(await quantised({ ...both, [MODEL]: small }, { quantised: false })).toBe(MODEL);
    });

    it("fetches nothing else where there is no quantised file, and says so", async () => {
      await fails(
        () => quantised({}),
        /has none of model\.quant\.onnx, .*no quantised file.*Without --quantised the whole model/u,
      );
    });
  });

  it("says that there is no network, no such host and no such address", async () => {
    await fails(
      () => pull({}, { hub: "http://127.0.0.1:9" }),
      /127.0.0.1:9 cannot be reached: .*npm run models:add/u,
    );
    await fails(
      () => pull({}, { hub: "http://hub.invalid" }),
      /hub.invalid cannot be reached: .*npm run models:add/u,
    );
    await fails(() => pull({}, { hub: "huggingface" }), /huggingface is no address of a hub/u);
  });

  it("says that a folder cannot be written, where nothing can be kept or nothing added", async () => {
    const blocked = path.join(root, `${runs}`, "file");
    writeFileSync(blocked, "");
    await fails(() => pull({}, { workDir: blocked }), /file cannot be written: (?:ENOTDIR|EEXIST)/u);
    writeFileSync(path.join(modelsDir, "toxic-bert"), "in the way");
    await fails(() => pull(), /models cannot be written: .*Nothing was added/u);
  });

  it("leaves a download to the program that is at it, and says which that is", async () => {
    const folder = path.join(workDir, "toxic-bert");
    const flag = path.join(folder, `.lock-${process.ppid}@${hostname()}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(flag, "");
    const asked: unknown[] = [];
    await fails(
      () => pull({ onRequest: (each) => asked.push(each) }),
      new RegExp(`toxic-bert is being changed by process ${process.ppid}\\.`, "u"),
    );
    expect([asked, readdirSync(folder)]).toEqual([[], [path.basename(flag)]]);
    rmSync(flag);
    expect(await pull()).toMatchObject({ name: "toxic-bert" });
    expect(existsSync(folder)).toBe(false);
  });

  it("fetches anew what came as something else, such as the page of a wireless network's login", async () => {
    const page = path.join(root, `${runs}`, "page");
    writeFileSync(page, "<html>Please sign in</html>");
    await fails(() => pull({}, {}, { ...files(), [MODEL]: page }), /no ONNX file, or only a part of one/u);
    await fails(() => pull({}, {}, { ...files(), "config.json": page }), /config.json is not JSON/u);
    expect(await pull()).toMatchObject({ name: "toxic-bert" });
  });
});
