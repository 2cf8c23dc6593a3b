import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { programPath } from "#lib/config/env";

/** Native programs that media needs, the Debian package that has each, and what is missing without it. */
export const MEDIA_PROGRAMS = [
  { program: "ffmpeg", package: "ffmpeg", without: "audio and video go to a person" },
  { program: "ffprobe", package: "ffmpeg", without: "audio and video go to a person" },
  { program: "pocketsphinx_batch", package: "pocketsphinx", without: "speech goes to a person" },
] as const;

/** The acoustic and language model that Debian's pocketsphinx-en-us installs. */
export const SPHINX_MODEL = "/usr/share/pocketsphinx/model/en-us";

/** Whether a program of this name can be run from the path. */
export function isOnPath(program: string, searchPath = programPath()): boolean {
  return searchPath.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export interface ProgramStatus {
  program: string;
  ok: boolean;
  /** What to install and what happens until then; only where it is missing. */
  reason?: string;
}

/** Which media programs this machine has. Each call looks again: a program may be installed while this runs. */
export function mediaPrograms(): ProgramStatus[] {
  const found: ProgramStatus[] = MEDIA_PROGRAMS.map(({ program, package: name, without }) =>
    isOnPath(program)
      ? { program, ok: true }
      : { program, ok: false, reason: `not installed (package ${name}): ${without}` },
  );
  const model = existsSync(path.join(SPHINX_MODEL, "en-us.lm.bin"));
  found.push({
    program: "pocketsphinx-en-us",
    ok: model,
    ...(model ? {} : { reason: "not installed (package pocketsphinx-en-us): speech goes to a person" }),
  });
  return found;
}
