import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { makePicture } from "#scripts/test/pictures";
import { declaredSize } from "./picture-size";
import { SNIFFED_BYTES } from "./sniff";

const picture = () => makePicture(1, 203, 77);
const sizeOf = (bytes: Uint8Array, type: string) => declaredSize(bytes.subarray(0, SNIFFED_BYTES), type);

describe("the size that a picture declares", () => {
  it.each([
    ["image/png", () => picture().png()],
    ["image/gif", () => picture().gif()],
    ["image/jpeg", () => picture().jpeg()],
    ["image/jpeg", () => picture().jpeg({ progressive: true })],
    [
      "image/jpeg",
      () =>
        picture()
          .withExif({ IFD0: { Artist: "x".repeat(9000) } })
          .jpeg(),
    ],
    ["image/webp", () => picture().webp()],
    ["image/webp", () => picture().webp({ lossless: true })],
    ["image/webp", () => picture().ensureAlpha(0.5).webp()],
    ["image/avif", () => picture().avif({ effort: 0 })],
    ["image/avif", () => picture().ensureAlpha(0.5).avif({ effort: 0 })],
  ])("is read off %s (%#)", async (type, make) => {
    expect(sizeOf(await make().toBuffer(), type)).toEqual({ width: 203, height: 77 });
  });

  it("is the header's word, whatever it is", async () => {
    const png = await picture().png().toBuffer();
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(50_000, 20);
    expect(sizeOf(png, "image/png")).toEqual({ width: 60_000, height: 50_000 });
    const avif = await picture().avif({ effort: 0 }).toBuffer();
    avif.writeUInt32BE(60_000, avif.indexOf("ispe") + 8);
    expect(sizeOf(avif, "image/avif")).toEqual({ width: 60_000, height: 77 });
  });

  it("is unknown where the header is damaged, short or of no type that is taken, and never an error", async () => {
    const made = {
      "image/png": await picture().png().toBuffer(),
      "image/jpeg": await picture().jpeg().toBuffer(),
      "image/webp": await picture().webp().toBuffer(),
      "image/avif": await picture().avif({ effort: 0 }).toBuffer(),
    };
    expect(sizeOf(made["image/png"], "image/tiff")).toBeUndefined();
    for (const [type, bytes] of Object.entries(made)) {
      expect(declaredSize(bytes.subarray(0, 20), type)).toBeUndefined();
      for (let length = 32; length < Math.min(bytes.length, 700); length += 7) {
        const cut = bytes.subarray(0, length);
        const spoilt = Buffer.from(cut);
        for (let at = 4; at < length; at += 5) spoilt[at] = (at * 37) & 0xff;
        expect(
          () => [declaredSize(cut, type), declaredSize(spoilt, type)],
          `${type} ${length}`,
        ).not.toThrow();
      }
    }
  });

  it("refuses nothing by itself: what sharp writes of 4:0:0 is read too", async () => {
    const grey = await sharp({ create: { width: 64, height: 40, channels: 3, background: "#777" } })
      .greyscale()
      .avif({ effort: 0 })
      .toBuffer();
    expect(sizeOf(grey, "image/avif")).toEqual({ width: 64, height: 40 });
  });
});
