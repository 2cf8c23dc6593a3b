import { describe, expect, it } from "vitest";
import type { MediaKind } from "#lib/domain/media";
import { makePicture } from "#scripts/test/pictures";
import { SNIFFED_BYTES, sniffMedia, typeOf } from "./sniff";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const filled = (length: number) => Array.from({ length }, (_, at) => (at * 31) & 0x3f);
const iso = (brand: string) => bytes([0, 0, 0, 24], `ftyp${brand}`, [0, 0, 0, 0], "isom", filled(40));
const sniff = (file: Buffer, wanted: MediaKind) =>
  sniffMedia(file.subarray(0, SNIFFED_BYTES), file.subarray(-SNIFFED_BYTES), wanted);

describe("the type of a file", () => {
  it.each([
    ["image/gif", bytes("GIF89a", filled(40))],
    ["audio/wav", bytes("RIFF", [9, 9, 9, 9], "WAVEfmt ", filled(30))],
    ["image/webp", bytes("RIFF", [9, 9, 9, 9], "WEBPVP8 ", filled(30))],
    ["audio/flac", bytes("fLaC", filled(30))],
    ["audio/ogg", bytes("OggS", filled(30))],
    ["audio/mpeg", bytes("ID3", filled(30))],
    ["audio/mpeg", bytes([0xff, 0xfb, 0x90, 0x64], filled(30))],
    ["audio/aac", bytes([0xff, 0xf1, 0x50, 0x80], filled(30))],
    ["video/mp4", iso("isom")],
    ["video/mp4", iso("mp42")],
    ["video/quicktime", iso("qt  ")],
    ["audio/mp4", iso("M4A ")],
    ["image/avif", iso("avif")],
    ["video/x-matroska", bytes([0x1a, 0x45, 0xdf, 0xa3], "....matroska", filled(30))],
    ["video/webm", bytes([0x1a, 0x45, 0xdf, 0xa3], "....webm....V_VP9", filled(30))],
    ["audio/webm", bytes([0x1a, 0x45, 0xdf, 0xa3], "....webm....A_OPUS", filled(30))],
    [undefined, bytes("plain words, nothing else")],
    [undefined, iso("heic")],
    [undefined, bytes([0xff])],
    [undefined, bytes("")],
  ])("is %s by its bytes (%#)", (type, file) => {
    expect(typeOf(file)).toBe(type);
  });

  it.each([
    ["png", "image/png"],
    ["jpeg", "image/jpeg"],
    ["webp", "image/webp"],
    ["avif", "image/avif"],
    ["gif", "image/gif"],
  ] as const)("is told of what encoders write: %s", async (format, type) => {
    const file = await makePicture(2, 40, 30).toFormat(format).toBuffer();
    expect(sniff(file, "image")).toEqual({ kind: "image", type });
  });
});

describe("sniffing", () => {
  it("takes sound in containers of films, and not the other way round", () => {
    expect(sniff(iso("isom"), "audio")).toEqual({ kind: "audio", type: "video/mp4" });
    expect(() => sniff(iso("M4A "), "video")).toThrow(/audio\/mp4 where video was expected/);
    expect(() => sniff(bytes("fLaC", filled(30)), "image")).toThrow(/audio\/flac where image was expected/);
  });

  it.each([
    ["nothing", bytes(""), /empty/],
    ["an SVG", bytes('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG drawing/],
    ["an SVG after a comment", bytes("  <!-- a --><svg>"), /SVG drawing/],
    ["a web page", bytes("<!doctype html><title>x</title>"), /web page/],
    ["a PDF", bytes("%PDF-1.7"), /PDF/],
    ["a ZIP", bytes("PK\u0003\u0004", filled(30)), /archive/],
    ["gzip", bytes([0x1f, 0x8b], filled(30)), /archive/],
    ["a HEIC", iso("heic"), /HEIC/],
    ["a program", bytes("MZ", filled(30)), /program/],
    ["a shell script", bytes("#!/bin/sh"), /program/],
    ["a playlist", bytes("#EXTM3U\n#EXT-X-KEY"), /playlist/],
    ["an input script", bytes("ffconcat version 1.0"), /playlist/],
    ["something", bytes("nothing in particular"), /of no known type/],
  ])("refuses %s and says what it is", (_, file, told) => {
    for (const kind of ["image", "audio", "video"] as const) expect(() => sniff(file, kind)).toThrow(told);
  });

  it.each([
    ["a script", "<script>alert(1)</script>"],
    ["a script", "<?php phpinfo();"],
    ["a web page", "<html><body>"],
    ["an SVG drawing", "<svg >"],
    ["a PDF document", "%PDF-1.4"],
    ["a ZIP archive", "PK\u0003\u0004\u0014\u0000"],
    ["a ZIP archive", "PK\u0005\u0006\u0000\u0000\u0000\u0000"],
    ["a RAR or 7z archive", "Rar!\u001a\u0007"],
    ["a program", "\u007fELF\u0002\u0001\u0001"],
    ["a program", `MZ${"\u0001".repeat(60)}PE\u0000\u0000`],
  ])("refuses a picture that holds %s besides: %j", async (what, besides) => {
    const picture = await makePicture(3, 64, 48).jpeg().toBuffer();
    expect(() => sniff(Buffer.concat([picture, bytes(besides)]), "image")).toThrow(`holds ${what} besides`);
    const far = Buffer.concat([picture, Buffer.alloc(3 * SNIFFED_BYTES), bytes(besides)]);
    expect(() => sniff(far, "image")).toThrow(`holds ${what} besides`);
  });

  it("takes honest pictures, whose bytes are anything", async () => {
    for (let seed = 1; seed <= 12; seed += 1)
      expect(sniff(await makePicture(seed, 300, 200).png().toBuffer(), "image").type).toBe("image/png");
  });
});
