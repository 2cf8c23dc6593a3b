import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ffmpegFile, joinSounds, silence, tone } from "#scripts/test/sounds";
import { MODEL_SIDE } from "./decoder/decode-image";
import { DecoderPool } from "./decoder/pool";
import { copyVideo, makeVideo, STRIP_TILE } from "./make-video";
import { probeMedia } from "./probe-media";

let folder = "";
let decoders: DecoderPool;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sightline-film-"));
  decoders = new DecoderPool({ processes: 1 });
});
afterAll(async () => {
  decoders.close();
  await rm(folder, { recursive: true, force: true });
});

async function filed(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const workFolder = () => mkdtemp(path.join(folder, "work-"));

/** Two seconds each of red, green and blue. */
const scenes = (extension = "mp4", extra: string[] = [], size = "320x180") =>
  ffmpegFile(
    extension,
    [
      ...["red", "green", "blue"].flatMap((colour) => [
        "-f",
        "lavfi",
        "-i",
        `color=c=${colour}:s=${size}:d=2:r=25`,
      ]),
      ...["-filter_complex", "[1][2][3]concat=n=3:v=1:a=0[v]", "-map", "[v]", "-map", "0:a", ...extra],
    ],
    joinSounds(tone(3), silence(3)),
  );

describe("a film that is taken in", () => {
  it("is key frames, sound, facts, and copies without metadata", async () => {
    const file = await filed("scenes.mp4", scenes("mp4", ["-metadata", "title=Somebody's garden"]));
    const work = await workFolder();
    const heard: number[] = [];
    const { media, facts, renditions } = await makeVideo(file, work, {
      decoders,
      onProgress: (done) => heard.push(done),
    });
    const times = media.frames.map(({ at }) => at);
    expect(times[0]).toBe(0);
    // A frame at each change of scene, and one a second.
    for (const change of [2, 4])
      expect(
        times.some((at) => Math.abs(at - change) < 0.1),
        `${times}`,
      ).toBe(true);
    for (const [index, at] of times.entries()) expect(at - (times[index - 1] ?? 0)).toBeLessThanOrEqual(1.1);
    expect(media.complete).toBe(true);
    expect(media.seconds).toBeCloseTo(6, 0);
    expect((media.samples?.length ?? 0) / 16_000).toBeCloseTo(6, 0);
    const [first] = media.frames;
    expect(first?.model).toHaveLength(MODEL_SIDE ** 2 * 3);
    expect([...(first?.model.subarray(0, 3) ?? [])].map((value) => value > 128)).toEqual([
      true,
      false,
      false,
    ]);
    expect(first?.hashes.pdq).toHaveLength(8);

    expect(facts).toMatchObject({ width: 320, height: 180, frameTimes: times });
    expect(facts.peaks?.length).toBe(600);
    expect(heard.at(-1)).toBe(1);
    expect([...heard].sort((a, b) => a - b)).toEqual(heard);

    const byName = Object.fromEntries(renditions.map((rendition) => [rendition.name, rendition]));
    expect(Object.keys(byName).sort()).toEqual(["frames", "poster"]);
    const copy = await copyVideo(file, work, media.seconds);
    const view = await probeMedia(copy.file);
    expect(view).toMatchObject({ video: { codec: "vp9" }, audio: { codec: "opus" } });
    expect((await readFile(copy.file)).includes("Somebody's garden")).toBe(false);
    const strip = await sharp(byName.frames?.file).metadata();
    expect(strip).toMatchObject({ width: STRIP_TILE.width * times.length, height: STRIP_TILE.height });
    expect((await sharp(byName.poster?.file).metadata()).format).toBe("webp");
    // Frames were only lent.
    expect((await readdir(work)).sort()).toEqual(["frames.webp", "poster.webp", "view.webm"]);
  });

  it("is looked at off the beat, so that alternating frames are both seen", async () => {
    const beat = "nullsrc=s=64x36:r=25:d=12,geq=lum='60+20*mod(N,2)':cb=128:cr=128";
    const file = await filed("beat.mp4", ffmpegFile("mp4", ["-f", "lavfi", "-i", beat, "-qp", "0", "-an"]));
    const { media } = await makeVideo(file, await workFolder(), { decoders });
    const levels = new Set(media.frames.map(({ model }) => Math.round((model[0] as number) / 10)));
    expect(levels.size).toBe(2);
  });

  it("may be silent", async () => {
    const file = await filed(
      "mute.webm",
      ffmpegFile("webm", ["-f", "lavfi", "-i", "testsrc=d=2:s=160x120:r=10"]),
    );
    const { media, facts } = await makeVideo(file, await workFolder(), { decoders });
    expect(media.samples).toBeNull();
    expect(facts.peaks).toBeUndefined();
  });

  it("is upright as its metadata says", async () => {
    const turned = scenes("mp4", [], "320x180");
    const file = await filed("flat.mp4", turned);
    const upright = path.join(folder, "turned.mp4");
    const { execFileSync } = await import("node:child_process");
    execFileSync("ffmpeg", [
      "-v",
      "error",
      "-i",
      file,
      "-c",
      "copy",
      "-metadata:s:v:0",
      "rotate=90",
      upright,
    ]);
    const { media } = await makeVideo(upright, await workFolder(), { decoders });
    expect(media.frames[0]).toMatchObject({ width: 180, height: 320 });
  });

  it.each([
    ["a sound", () => ffmpegFile("mp4", ["-f", "lavfi", "-i", "sine=d=1", "-vn"])],
    ["noise", async () => Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256))],
    ["a film cut off in its header", async () => scenes().subarray(0, 400)],
  ])("is refused when it is %s", async (name, make) => {
    const file = await filed(name.replaceAll(" ", "-"), Buffer.from(await make()));
    await expect(makeVideo(file, await workFolder(), { decoders })).rejects.toMatchObject({
      code: "malformed",
    });
  });

  it("is refused when it is longer than five minutes", async () => {
    const file = await filed(
      "long.mp4",
      ffmpegFile("mp4", ["-f", "lavfi", "-i", "color=s=16x16:d=310:r=1", "-an"]),
    );
    await expect(makeVideo(file, await workFolder(), { decoders })).rejects.toMatchObject({
      code: "too_large",
    });
  });

  it("that changes faster than it can be looked at is not complete", async () => {
    const grey = "geq=lum='mod(N*N*97,255)':cb=128:cr=128";
    const flicker = ["-f", "lavfi", "-i", `nullsrc=s=64x36:r=30:d=40,${grey}`];
    const file = await filed("flicker.mp4", ffmpegFile("mp4", [...flicker, "-an"]));
    const { media } = await makeVideo(file, await workFolder(), { decoders });
    expect(media.complete).toBe(false);
    expect(media.frames.length).toBeLessThanOrEqual(320);
    expect(media.frames.at(-1)?.at).toBeGreaterThan(25);
  });
});
