import { crc32, deflateSync, gzipSync } from "node:zlib";
import sharp from "sharp";
import type { MediaKind } from "#lib/domain/media";
import { makePicture } from "./pictures";

/**
 * What must become of a hostile file: refused with this status when it is sent, or taken and given to a person because no
 * model could judge it, or judged like any other because what was hostile about it does nothing.
 */
export type Fate = 413 | 422 | "person" | "judged";

export interface HostileFile {
  name: string;
  kind: MediaKind;
  fate: Fate | Fate[];
  bytes: Buffer;
}

const ascii = (text: string) => Buffer.from(text, "latin1");
const u32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);
const le32 = (value: number) => Buffer.from([value, value >>> 8, value >>> 16, value >>> 24]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([ascii(type), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = chunk("IEND", Buffer.alloc(0));
const header = (width: number, height: number, depth = 8, colour = 0) =>
  chunk("IHDR", Buffer.concat([u32(width), u32(height), Buffer.from([depth, colour, 0, 0, 0])]));

/** A grey PNG of one shade whose header says one size and whose data hold another. */
function png(said: [number, number], held: [number, number] = said, extra: Buffer[] = []): Buffer {
  const rows = Buffer.alloc((held[0] + 1) * held[1]);
  return Buffer.concat([PNG_START, header(...said), ...extra, chunk("IDAT", deflateSync(rows)), PNG_END]);
}

/** A chunk whose compressed text or profile unpacks to `megabytes` of nothing. */
const bombChunk = (type: string, megabytes: number) =>
  chunk(type, Buffer.concat([ascii("name\0\0"), deflateSync(Buffer.alloc(megabytes * 1024 * 1024))]));

/** A GIF's screen descriptor with nothing behind it. */
const gifStart = (width: number, height: number) =>
  Buffer.concat([
    ascii("GIF89a"),
    Buffer.from([width & 255, width >> 8, height & 255, height >> 8, 0x80, 0, 0]),
  ]);

function webpOf(width: number, height: number): Buffer {
  const size = (value: number) =>
    Buffer.from([(value - 1) & 255, ((value - 1) >> 8) & 255, (value - 1) >> 16]);
  const body = Buffer.concat([ascii("WEBPVP8X"), le32(10), Buffer.alloc(4), size(width), size(height)]);
  return Buffer.concat([ascii("RIFF"), le32(body.length), body, Buffer.alloc(16)]);
}

/** A WAV header that says how many bytes of sound follow, and what does follow. */
function wav(said: number, sound: Buffer): Buffer {
  const format = Buffer.concat([
    ascii("fmt "),
    ...[le32(16), Buffer.from([1, 0, 1, 0]), le32(16_000), le32(32_000), Buffer.from([2, 0, 16, 0])],
  ]);
  return Buffer.concat([
    ascii("RIFF"),
    le32(said + 36),
    ascii("WAVE"),
    format,
    ascii("data"),
    le32(said),
    sound,
  ]);
}

const isoFile = (brand: string, rest: Buffer = Buffer.alloc(0)) =>
  Buffer.concat([u32(24), ascii(`ftyp${brand}`), u32(0), ascii(`${brand}mp41`), rest]);
const zip = Buffer.concat([
  ascii("PK\u0003\u0004"),
  Buffer.from([20, 0]),
  Buffer.alloc(40),
  ascii("PK\u0005\u0006"),
  Buffer.alloc(18),
]);
const noise = (length: number) =>
  Buffer.from(Array.from({ length }, (_, at) => (at * 7919 + (at >> 3) * 104_729) & 255));
const svg = (inside = "") =>
  ascii(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inside}</svg>`);

/** A comment segment put behind a JPEG's first marker. */
const withComment = (jpeg: Buffer, text: string) =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 255]),
    ascii(text),
    jpeg.subarray(2),
  ]);

/** Makes the corpus anew each time: nothing hostile lies in the repository. */
export async function makeHostileFiles(): Promise<HostileFile[]> {
  const jpeg = await makePicture(1).jpeg().toBuffer();
  const still = await makePicture(2).png().toBuffer();
  const webp = await makePicture(3).webp().toBuffer();
  const gif = await makePicture(4, 64, 48).gif().toBuffer();
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  const damaged = Buffer.from(still);
  damaged.fill(0x55, 200, damaged.length - 40);
  const frames = await sharp(
    Array.from({ length: 300 }, () => gif),
    { join: { animated: true } },
  )
    .gif()
    .toBuffer();
  const image = (name: string, fate: HostileFile["fate"], bytes: Buffer): HostileFile => ({
    name,
    kind: "image",
    fate,
    bytes,
  });
  const audio = (name: string, fate: HostileFile["fate"], bytes: Buffer): HostileFile => ({
    name,
    kind: "audio",
    fate,
    bytes,
  });
  const video = (name: string, fate: HostileFile["fate"], bytes: Buffer): HostileFile => ({
    name,
    kind: "video",
    fate,
    bytes,
  });
  return [
    image("nothing at all", 422, Buffer.alloc(0)),
    image("noise", 422, noise(5000)),
    image("one byte", 422, Buffer.from([0xff])),
    image("SVG", 422, svg()),
    image("SVG with a script", 422, svg("<script>alert(1)</script>")),
    image("SVG that reads a file", 422, svg('<image href="file:///etc/passwd"/>')),
    image("SVG behind a prologue", 422, Buffer.concat([ascii('<?xml version="1.0"?>\n<!-- x -->\n'), svg()])),
    image("web page", 422, ascii("<!DOCTYPE html><html><script>alert(1)</script></html>")),
    image("PDF", 422, ascii("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")),
    image("ZIP", 422, zip),
    image("gzip bomb", 422, gzipSync(Buffer.alloc(20_000_000))),
    image("ELF program", 422, Buffer.concat([ascii("\u007fELF\u0002\u0001\u0001"), Buffer.alloc(60)])),
    image("shell script", 422, ascii("#!/bin/sh\nid\n")),
    image("TIFF", 422, Buffer.concat([ascii("II*\0"), Buffer.alloc(64)])),
    image("BMP", 422, Buffer.concat([ascii("BM"), Buffer.alloc(64)])),
    image("HEIC", 422, isoFile("heic")),
    image("sound as a picture", 422, wav(8, Buffer.alloc(8))),
    image("film as a picture", 422, isoFile("isom")),
    image(
      "GIF that is a script",
      422,
      Buffer.concat([gif, ascii("/*"), ascii("*/=1;<script>alert(1)</script>")]),
    ),
    image("JPEG with PHP in its comment", 422, withComment(jpeg, "<?php system($_GET[0]); ?>")),
    image("JPEG that is a ZIP", 422, Buffer.concat([jpeg, zip])),
    image("PNG that is a PDF", 422, Buffer.concat([still, ascii("\n%PDF-1.4\n")])),
    image(
      "PNG that is a web page",
      422,
      png([9, 9], [9, 9], [chunk("tEXt", ascii("Comment\0<html><body onload=x>"))]),
    ),
    image("GIF that is a RAR", 422, Buffer.concat([gif, ascii("Rar!\u001a\u0007\u0000")])),
    image(
      "JPEG that is a program",
      422,
      Buffer.concat([jpeg, ascii("MZ"), Buffer.alloc(80), ascii("PE\0\0")]),
    ),
    image("PNG of 2,500 megapixels", 413, png([50_000, 50_000], [1, 1])),
    image("PNG of 100 megapixels, all there", 413, png([10_000, 10_000])),
    image("GIF of 4,295 megapixels", 413, Buffer.concat([gifStart(65_535, 65_535), Buffer.alloc(40)])),
    image("WebP of 16,383 pixels a side", 413, webpOf(16_383, 16_383)),
    image("PNG of no width", 422, png([0, 9], [1, 9])),
    image("picture of 11 MB", 413, Buffer.concat([jpeg, Buffer.alloc(11 * 1024 * 1024)])),
    image("PNG that holds more than it says", ["judged", "person"], png([10, 10], [3000, 3000])),
    image("PNG that holds less than it says", "person", png([3000, 3000], [10, 10])),
    image(
      "PNG with a colour profile of 200 MB",
      ["judged", "person"],
      png([64, 64], [64, 64], [bombChunk("iCCP", 200)]),
    ),
    image(
      "PNG with a text of 200 MB",
      ["judged", "person"],
      png([64, 64], [64, 64], [bombChunk("zTXt", 200)]),
    ),
    image("half a JPEG", "person", half(jpeg)),
    image("half a PNG", "person", half(still)),
    image("half a WebP", "person", half(webp)),
    image("PNG's first eight bytes", "person", PNG_START),
    image("JPEG's first four bytes", "person", Buffer.from([0xff, 0xd8, 0xff, 0xe0])),
    image("PNG with damaged data", "person", damaged),
    image("AVIF that holds noise", "person", isoFile("avif", noise(4000))),
    image(
      "WebP that holds noise",
      [413, "person"],
      Buffer.concat([ascii("RIFF"), le32(4000), ascii("WEBPVP8 "), noise(4000)]),
    ),
    image("GIF of 300 frames", "judged", frames),
    image("JPEG with noise behind it", "judged", Buffer.concat([jpeg, noise(3000)])),
    audio("playlist that reads a file", 422, ascii("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")),
    audio("list for ffmpeg's concat", 422, ascii("ffconcat version 1.0\nfile /etc/passwd\n")),
    audio("WAV that promises 4 GB", ["judged", "person"], wav(0xffff_ff00, noise(64_000))),
    audio("WAV without a sample", "person", wav(0, Buffer.alloc(0))),
    audio("FLAC of noise", "person", Buffer.concat([ascii("fLaC"), noise(4000)])),
    audio("Ogg of noise", "person", Buffer.concat([ascii("OggS"), noise(4000)])),
    video("AVI", 422, Buffer.concat([ascii("RIFF"), le32(100), ascii("AVI "), Buffer.alloc(100)])),
    video("MP4 of a header alone", "person", isoFile("isom")),
    video("MP4 of noise", "person", isoFile("isom", noise(9000))),
    video(
      "Matroska of noise",
      "person",
      Buffer.concat([
        Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0xa3]),
        ascii("B\u0082\u0088matroska"),
        noise(9000),
      ]),
    ),
  ];
}
