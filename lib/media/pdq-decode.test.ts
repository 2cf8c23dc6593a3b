import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { makePicture } from "#scripts/test/pictures";
import { pdqHash } from "./pdq";
import { decodePixels } from "./pdq-decode";

describe("decodePixels", () => {
  it("gives RGB of the stored size", async () => {
    const pixels = await decodePixels(await makePicture(3, 40, 30).webp({ lossless: true }).toBuffer());
    expect(pixels).toMatchObject({ width: 40, height: 30, channels: 3 });
    expect(pixels.data).toEqual(await makePicture(3, 40, 30).raw().toBuffer());
  });

  it("unpacks 16-bit, grey and animated pictures", async () => {
    const deep = await makePicture(3, 40, 30).toColourspace("rgb16").png().toBuffer();
    const grey = await makePicture(3, 40, 30).toColourspace("b-w").png().toBuffer();
    for (const bytes of [deep, grey]) {
      const { data, width, height, channels } = await decodePixels(bytes);
      expect(data.length).toBe(width * height * channels);
      expect(width).toBe(40);
    }
    const frames = await makePicture(4, 40, 30).raw().toBuffer();
    const animation = await sharp(frames, { raw: { width: 40, height: 30, channels: 3, pageHeight: 15 } })
      .gif()
      .toBuffer();
    expect(await decodePixels(animation)).toMatchObject({ width: 40, height: 15 });
  });

  it("sees what transparency shows only when it is laid on a colour", async () => {
    const shape = await makePicture(5, 90, 90).greyscale().raw().toBuffer();
    const hidden = Buffer.alloc(90 * 90 * 4);
    for (let i = 0; i < 90 * 90; i++) hidden[4 * i + 3] = shape[i] as number;
    const bytes = await sharp(hidden, { raw: { width: 90, height: 90, channels: 4 } })
      .png()
      .toBuffer();
    expect(pdqHash(await decodePixels(bytes)).quality).toBe(0);
    expect(pdqHash(await decodePixels(bytes, { onto: "white" })).quality).toBeGreaterThan(50);
  });

  it("refuses what is no picture, empty or cut off", async () => {
    const jpeg = await makePicture(6).jpeg().toBuffer();
    for (const bytes of [Buffer.from("no picture"), Buffer.alloc(0), jpeg.subarray(0, jpeg.length / 2)])
      await expect(decodePixels(bytes)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("refuses more than 40 megapixels without unpacking them", async () => {
    const bomb = await sharp({ create: { width: 8001, height: 5000, channels: 3, background: "red" } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    await expect(decodePixels(bomb)).rejects.toMatchObject({ code: "too_large" });
  });
});
