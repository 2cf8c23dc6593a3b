import { existsSync } from "node:fs";
import { aptInstall, canInstall, isOnPath } from "./apt.mjs";

/** The Debian packages with the native programs for sound and video, and how to see that each is there. */
const PACKAGES = [
  { name: "ffmpeg", isThere: () => isOnPath("ffmpeg") && isOnPath("ffprobe") },
  { name: "pocketsphinx", isThere: () => isOnPath("pocketsphinx_batch") },
  {
    name: "pocketsphinx-en-us",
    isThere: () => existsSync("/usr/share/pocketsphinx/model/en-us/en-us.lm.bin"),
  },
];

/** Packages for sound and video that this machine lacks. */
export const missingMediaPackages = () =>
  PACKAGES.filter(({ isThere }) => !isThere()).map(({ name }) => name);

/**
 * Installs the programs for sound and video where that is possible. Sightline runs without them: it then sends what
 * it cannot read to a person.
 * @returns {Promise<string>} how it went, in words
 */
export async function ensureMediaPrograms() {
  const missing = missingMediaPackages();
  if (missing.length === 0) return "all there";
  const byHand = `missing, so sound and video go to a person; install: ${missing.join(" ")}`;
  if (!canInstall()) return byHand;
  try {
    await aptInstall(missing);
    return `installed ${missing.join(", ")}`;
  } catch {
    return byHand;
  }
}
