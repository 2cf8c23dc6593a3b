import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ffmpegFile, joinSounds, silence, tone } from "#scripts/test/sounds";
import { copyAudio, makeAudio } from "./make-audio";
import { probeMedia } from "./probe-media";

const folder = await mkdtemp(path.join(tmpdir(), "sightline-make-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const sound = joinSounds(tone(1, 440, 0.5), silence(1));

async function original(extension: string, args: string[] = []): Promise<string> {
  const file = path.join(folder, `original.${extension}`);
  await writeFile(file, ffmpegFile(extension, args, sound));
  return file;
}

describe("a sound that is taken in", () => {
  it("is samples, facts and a copy without metadata", async () => {
    const file = await original("m4a", [
      "-metadata",
      "title=Somebody's address",
      "-metadata",
      "artist=A. Person",
    ]);
    expect((await readFile(file)).includes("Somebody's address")).toBe(true);
    const { media, facts, renditions } = await makeAudio(file);
    expect(media.seconds).toBeCloseTo(2, 0);
    expect(facts.peaks?.length).toBe(600);
    expect(facts.silence).toBeGreaterThan(0.4);
    expect(facts.silence).toBeLessThan(0.6);
    expect(facts.loudness).toBeGreaterThan(-20);
    expect(renditions).toEqual([]);
    const view = await copyAudio(file, folder);
    expect(view).toMatchObject({ name: "view", type: "audio/mpeg" });
    const copy = await readFile(view.file);
    expect(copy.includes("Somebody") || copy.includes("A. Person")).toBe(false);
    expect(copy.subarray(0, 3).toString()).not.toBe("ID3");
    expect((await probeMedia(view.file)).audio?.codec).toBe("mp3");
  });

  it("is refused when it holds no sound", async () => {
    const file = path.join(folder, "mute.mp4");
    await writeFile(file, ffmpegFile("mp4", ["-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-an"]));
    await expect(makeAudio(file)).rejects.toMatchObject({ code: "malformed" });
  });

  it("is refused when it is longer than it says, by its samples", async () => {
    const file = path.join(folder, "long.mp3");
    await writeFile(
      file,
      ffmpegFile("mp3", ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "604", "-b:a", "8k"]),
    );
    await expect(makeAudio(file)).rejects.toMatchObject({ code: "too_large" });
  });
});
