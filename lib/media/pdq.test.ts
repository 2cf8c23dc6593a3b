import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { makePicture } from "#scripts/test/pictures";
import { hammingDistance, hashToHex } from "./hash256";
import { type DihedralPdq, PDQ_LEAST_QUALITY, PDQ_MATCH_RADIUS, pdqDihedralHashes, pdqHash } from "./pdq";
import { decodePixels } from "./pdq-decode";
import type { Pixels } from "./pdq-downscale";
import { DIHEDRAL_NAMES, type Dihedral } from "./pdq-transform";

async function hashOf(picture: Sharp) {
  return pdqHash(await decodePixels(await picture.png().toBuffer()));
}
async function distanceTo(original: DihedralPdq, picture: Sharp) {
  return hammingDistance(original.hashes.original, (await hashOf(picture)).hash);
}
const again = async (picture: Sharp) => sharp(await picture.png().toBuffer());

describe("a picture's hash", () => {
  let picture: Sharp;
  let original: DihedralPdq;
  beforeAll(async () => {
    picture = makePicture(1);
    original = pdqDihedralHashes(await decodePixels(await picture.clone().png().toBuffer()));
  });

  it("has half of its bits set and full quality", () => {
    expect(original.quality).toBeGreaterThanOrEqual(PDQ_LEAST_QUALITY);
    expect(hammingDistance(original.hashes.original, new Uint8Array(32))).toBe(128);
  });

  it.each<[string, (from: Sharp) => Sharp]>([
    ["half the size", (from) => from.resize(160, 120)],
    ["three times the size", (from) => from.resize(960, 720)],
    ["another aspect", (from) => from.resize(256, 256, { fit: "fill" })],
    ["blurred", (from) => from.blur(1.5)],
    ["sharpened", (from) => from.sharpen({ sigma: 2 })],
    ["more contrast", (from) => from.linear(1.3, -38)],
    ["darker", (from) => from.linear(0.7, 0)],
    ["grey", (from) => from.greyscale()],
  ])("stays near when the picture is %s", async (_, change) => {
    expect(await distanceTo(original, change(picture.clone()))).toBeLessThanOrEqual(PDQ_MATCH_RADIUS);
  });

  it.each([90, 50, 20])("stays near under JPEG compression at quality %i", async (quality) => {
    const compressed = pdqHash(await decodePixels(await picture.clone().jpeg({ quality }).toBuffer()));
    expect(hammingDistance(original.hashes.original, compressed.hash)).toBeLessThanOrEqual(PDQ_MATCH_RADIUS);
  });

  it.each<[Dihedral, (from: Sharp) => Promise<Sharp> | Sharp]>([
    ["rotate90", (from) => from.rotate(270)],
    ["rotate180", (from) => from.rotate(180)],
    ["rotate270", (from) => from.rotate(90)],
    ["flipX", (from) => from.flip()],
    ["flipY", (from) => from.flop()],
    ["flipPlus1", async (from) => (await again(from.rotate(90))).flop()],
    ["flipMinus1", async (from) => (await again(from.rotate(90))).flip()],
  ])("%s predicts the hash of the picture so turned", async (form, turn) => {
    const turned = await turn(picture.clone());
    const hash = (await hashOf(turned)).hash;
    const matching = DIHEDRAL_NAMES.filter(
      (name) => hammingDistance(original.hashes[name], hash) <= PDQ_MATCH_RADIUS,
    );
    expect(matching).toEqual([form]);
  });

  it("is far from the hashes of other pictures in any position", async () => {
    for (let seed = 2; seed < 8; seed++) {
      const other = (await hashOf(makePicture(seed))).hash;
      for (const hash of Object.values(original.hashes))
        expect(hammingDistance(hash, other)).toBeGreaterThan(2 * PDQ_MATCH_RADIUS);
    }
  });

  it("counts from the low end of the printed number, vertical frequency first", () => {
    // A wave of vertical frequency 2 and horizontal frequency 3 is row 1, column 2: bit 18 stands out.
    const wave = new Uint8Array(64 * 64);
    for (let y = 0; y < 64; y++)
      for (let x = 0; x < 64; x++)
        wave[y * 64 + x] =
          128 + 100 * Math.cos((Math.PI / 64) * 2 * (y + 0.5)) * Math.cos((Math.PI / 64) * 3 * (x + 0.5));
    const { hash } = pdqHash({ data: wave, width: 64, height: 64, channels: 1 });
    const set = BigInt(`0x${hashToHex(hash)}`);
    const { hash: negative } = pdqHash({
      data: wave.map((v) => 255 - v),
      width: 64,
      height: 64,
      channels: 1,
    });
    expect((set >> 18n) & 1n).toBe(1n);
    expect((BigInt(`0x${hashToHex(negative)}`) >> 18n) & 1n).toBe(0n);
  });
});

describe("channels", () => {
  const grey = Uint8Array.from({ length: 80 * 60 }, (_, i) => (i * 37 + (i >> 6) * 11) & 255);
  const spread = (channels: 2 | 3 | 4): Pixels => ({
    data: Uint8Array.from({ length: grey.length * channels }, (_, i) => {
      const isAlpha = channels !== 3 && i % channels === channels - 1;
      return isAlpha ? i & 255 : (grey[Math.floor(i / channels)] as number);
    }),
    width: 80,
    height: 60,
    channels,
  });

  it.each([2, 3, 4] as const)("%i of equal value hash like one; alpha is not looked at", (channels) => {
    const one = pdqHash({ data: grey, width: 80, height: 60, channels: 1 });
    const many = pdqHash(spread(channels));
    expect(hammingDistance(one.hash, many.hash)).toBeLessThanOrEqual(2);
    expect(many.quality).toBe(one.quality);
  });
});

describe("pictures with nothing to hash", () => {
  const flat = (width: number, height: number): Pixels => ({
    data: new Uint8Array(width * height * 3).fill(200),
    width,
    height,
    channels: 3,
  });

  it("gives a blank picture quality 0", () => {
    expect(pdqHash(flat(300, 200)).quality).toBe(0);
    expect(pdqDihedralHashes(flat(300, 200)).quality).toBe(0);
  });

  it("gives a smooth gradient a quality below the least", async () => {
    const data = Uint8Array.from({ length: 256 * 256 }, (_, i) => i & 255);
    expect(pdqHash({ data, width: 256, height: 256, channels: 1 }).quality).toBeLessThan(PDQ_LEAST_QUALITY);
  });

  it.each([
    [4, 300],
    [300, 4],
    [1, 1],
  ])("gives %i x %i pixels the zero hash", (width, height) => {
    expect(pdqHash(flat(width, height))).toEqual({ hash: new Uint8Array(32), quality: 0 });
    expect(pdqDihedralHashes(flat(width, height)).hashes.rotate90).toEqual(new Uint8Array(32));
  });

  it.each([5, 63, 64, 65, 127, 128, 129, 257])("takes a side of %i pixels", (side) => {
    const data = Uint8Array.from({ length: side * 200 }, (_, i) => (i * 7919) & 255);
    const across = pdqHash({ data, width: side, height: 200, channels: 1 });
    expect(hammingDistance(across.hash, new Uint8Array(32))).toBe(128);
  });

  it("refuses a buffer of the wrong size", () => {
    expect(() => pdqHash({ ...flat(30, 20), width: 31 })).toThrow(RangeError);
  });
});
