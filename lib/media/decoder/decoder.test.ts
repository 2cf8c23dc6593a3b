import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePicture } from "#scripts/test/pictures";
import { hammingDistance } from "../hash256";
import { pdqHash } from "../pdq";
import { decodePixels } from "../pdq-decode";
import { judgedFrames, MODEL_SIDE } from "./decode-image";
import { DecoderPool } from "./pool";

let folder = "";
let pool: DecoderPool;

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, `${Math.random()}`);
  await writeFile(file, bytes);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sightline-decoder-"));
  pool = new DecoderPool({ processes: 1 });
});
afterAll(async () => {
  pool.close();
  await rm(folder, { recursive: true });
});

describe("a decoder process", () => {
  it("gives a picture as models and people want it, without its metadata", async () => {
    const bytes = await makePicture(1)
      .withExif({ IFD0: { Artist: "somebody" } })
      .jpeg()
      .toBuffer();
    const file = await fileOf(bytes);
    const image = await pool.decodeImage(file);
    expect(image).toMatchObject({ width: 320, height: 240, others: [] });
    expect(image.model.length).toBe(MODEL_SIDE * MODEL_SIDE * 3);
    expect(image.hashes.pdq).toHaveLength(8);
    const direct = pdqHash(await decodePixels(bytes));
    expect(hammingDistance(image.hashes.pdq[0] as Uint8Array, direct.hash)).toBe(0);
    expect(image.hashes.quality).toBe(direct.quality);
    const { bytes: copy, type } = await pool.copyImage(file);
    const view = await sharp(copy).metadata();
    expect(type).toBe("image/jpeg");
    expect(view).toMatchObject({ format: "jpeg", width: 320, height: 240 });
    expect(view.exif).toBeUndefined();
  });

  it("gives a picture to read where there could be words on it", async () => {
    const words = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="900"><rect width="2000" height="900" fill="#fff"/><text x="60" y="500" font-size="90" font-family="sans-serif">Soup at noon today</text></svg>`;
    const written = await pool.decodeImage(
      await fileOf(
        await sharp(Buffer.from(words)).rotate(90).withMetadata({ orientation: 8 }).png().toBuffer(),
      ),
    );
    const { format, width, height, channels } = await sharp(written.readable ?? undefined).metadata();
    expect({ format, width, height, channels }).toEqual({
      ...{ format: "jpeg", width: 1600, height: 720, channels: 1 },
    });
    const plain = sharp({ create: { width: 300, height: 200, channels: 3, background: "teal" } });
    expect((await pool.decodeImage(await fileOf(await plain.png().toBuffer()))).readable).toBeNull();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "turns a picture upright as its metadata says: %i",
    async (orientation) => {
      const bytes = await makePicture(2).withMetadata({ orientation }).png().toBuffer();
      const file = await fileOf(bytes);
      const image = await pool.decodeImage(file);
      const size = orientation >= 5 ? { width: 240, height: 320 } : { width: 320, height: 240 };
      expect(image).toMatchObject(size);
      expect(await sharp((await pool.copyImage(file)).bytes).metadata()).toMatchObject(size);
      const expected = sharp(bytes).autoOrient().resize(224, 224, { fit: "fill", kernel: "linear" });
      const pixels = await expected.removeAlpha().raw().toBuffer();
      const farthest = image.model.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - pixels[at]!)),
        0,
      );
      expect(farthest).toBeLessThan(24);
    },
  );

  it("judges several frames of a moving picture, which keeps moving for people", async () => {
    const frames = await Promise.all([3, 4, 5].map((seed) => makePicture(seed, 64, 48).png().toBuffer()));
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const file = await fileOf(bytes);
    const image = await pool.decodeImage(file);
    expect(image.others).toHaveLength(2);
    expect(image.others[0]?.hashes.pdq[0]).not.toEqual(image.hashes.pdq[0]);
    expect((await sharp((await pool.copyImage(file)).bytes).metadata()).pages).toBe(3);
  });

  it.each([
    ["grey", () => makePicture(6).greyscale().png()],
    ["transparent", () => makePicture(7).ensureAlpha(0.5).png()],
    ["16 bits deep", () => makePicture(8).toColourspace("rgb16").png()],
    ["CMYK", () => makePicture(9).toColourspace("cmyk").jpeg()],
    ["one pixel", () => makePicture(10, 1, 1).png()],
  ])("takes a picture that is %s", async (_, make) => {
    const image = await pool.decodeImage(await fileOf(await make().toBuffer()));
    expect(image.model.length).toBe(MODEL_SIDE * MODEL_SIDE * 3);
  });

  it("says what is wrong with a file and takes the next", async () => {
    const whole = await makePicture(11).jpeg().toBuffer();
    const half = await fileOf(whole.subarray(0, whole.length / 2));
    await expect(pool.decodeImage(half)).rejects.toMatchObject({ code: "invalid_input" });
    const svg = await fileOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'));
    await expect(pool.decodeImage(svg)).rejects.toThrow("inside is not");
    expect(pool.size).toBe(1);
    await expect(pool.decodeImage(await fileOf(whole))).resolves.toMatchObject({ width: 320 });
  });

  it("that hangs or dies is replaced, and only its file is lost", async () => {
    const files = await Promise.all(
      [12, 13].map(async (seed) => fileOf(await makePicture(seed).png().toBuffer())),
    );
    const hasty = new DecoderPool({ processes: 1, timeoutMs: 1 });
    const [first] = await Promise.allSettled(files.map((file) => hasty.decodeImage(file)));
    expect(first).toMatchObject({ status: "rejected", reason: { code: "invalid_input" } });
    hasty.close();
    const starved = new DecoderPool({ processes: 1, memoryMb: 20, startMs: 2000 });
    // No file is to blame for a process that does not start.
    await expect(starved.decodeImage(files[0] as string)).rejects.toMatchObject({ code: "unavailable" });
    starved.close();
  });
});

describe("judgedFrames", () => {
  it("takes all of a few, and of many the first, the last and some between", () => {
    expect(judgedFrames(1)).toEqual([0]);
    expect(judgedFrames(3)).toEqual([0, 1, 2]);
    expect(judgedFrames(101)).toEqual([0, 20, 40, 60, 80, 100]);
  });
});
