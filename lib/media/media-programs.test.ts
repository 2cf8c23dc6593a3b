import { describe, expect, it } from "vitest";
import { isOnPath, mediaPrograms } from "./media-programs";

describe("media programs", () => {
  it("are looked for on the path", () => {
    expect(isOnPath("sh")).toBe(true);
    expect(isOnPath("sh", "/nowhere:/neither-here")).toBe(false);
    expect(isOnPath("no-such-program")).toBe(false);
  });

  it("are each there, or missing with what to install and what follows", () => {
    const programs = mediaPrograms();
    expect(programs.map(({ program }) => program)).toEqual([
      "ffmpeg",
      "ffprobe",
      "pocketsphinx_batch",
      "pocketsphinx-en-us",
    ]);
    for (const { ok, reason } of programs)
      if (!ok) expect(reason).toMatch(/^not installed \(package .+\): .+ to a person$/);
  });
});
